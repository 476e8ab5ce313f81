import { ConfigurationError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { readHolds } from './charset.ts';
import { phrase } from './phrase.ts';
import type { ItemLimits, OwnTable } from '../sources/source.ts';
import type { Session } from '../mysql/session.ts';
import { refuseUnsafeKeys } from './table-rules.ts';

/** Our four columns of raw_item_data as this installation has them. */
export interface TableShape {
  columns: Readonly<Record<OurColumn, string>>;
  limits: ItemLimits;
  /** The longest statement that the server takes. */
  maxPacketBytes: number;
  /** Whether it takes `LOAD DATA LOCAL`. */
  localInfile: boolean;
}

type OurColumn = 'id' | 'data' | 'stock' | 'updated_at';

interface ColumnRow {
  name: string;
  /** "int(10) unsigned", "json". */
  type: string;
  dataType: string;
  nullable: 'YES' | 'NO';
  fallback: string | null;
  extra: string;
  charset: string | null;
  collation: string | null;
}

const INTEGER_BITS: Record<string, number> = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 64 };
const TEXT_BYTES: Record<string, number> = {
  json: Infinity,
  longtext: Infinity,
  mediumtext: 16_777_215,
  text: 65_535,
};
const TIMES = new Set(['datetime', 'timestamp']);

const COLUMNS_SQL = `
  SELECT column_name AS name, column_type AS type, data_type AS dataType, is_nullable AS nullable,
         column_default AS fallback, extra AS extra, character_set_name AS charset,
         collation_name AS collation
    FROM information_schema.columns
   WHERE table_schema = DATABASE() AND table_name = 'raw_item_data'
   ORDER BY ordinal_position`;

const SMALL_PACKET_BYTES = 1_048_576;

interface ServerRow {
  maxPacketBytes: number;
  localInfile: number;
  engine: string;
}

const SERVER_SQL = `
  SELECT @@max_allowed_packet AS maxPacketBytes, @@local_infile AS localInfile,
         (SELECT COALESCE(engine, table_type) FROM information_schema.tables
           WHERE table_schema = DATABASE() AND table_name = 'raw_item_data') AS engine`;

/** Reads what raw_item_data looks like here; throws `ConfigurationError` naming the column or key where the job cannot work with it. */
export async function readShape(session: Session, own?: OwnTable): Promise<TableShape> {
  const attempt = phrase('read_columns');
  if (own !== undefined) return shapeOfOwn(session, own);
  const rows = await session.read<ColumnRow>(attempt, COLUMNS_SQL);
  const [server] = await session.read<ServerRow>(attempt, SERVER_SQL);
  const shape = shapeOf(rows, server?.maxPacketBytes ?? SMALL_PACKET_BYTES, server?.localInfile === 1);
  const { engine = '' } = server ?? {};
  if (engine !== 'InnoDB') throw new ConfigurationError(phrase('engine_wrong', { engine }));
  await refuseUnsafeKeys(session, rows.find(({ extra }) => /auto_increment/i.test(extra))?.name);
  const charset = rows.find(({ name }) => name.toLowerCase() === 'data')?.charset ?? null;
  return { ...shape, limits: { ...shape.limits, holds: await readHolds(session, charset) } };
}

async function shapeOfOwn(session: Session, { columns, limits }: OwnTable): Promise<TableShape> {
  const [server] = await session.read<ServerRow>(phrase('read_columns'), SERVER_SQL);
  const maxPacketBytes = server?.maxPacketBytes ?? SMALL_PACKET_BYTES;
  return {
    columns,
    limits: { ...limits, maxDataBytes: Math.floor(maxPacketBytes / 4) },
    maxPacketBytes,
    localInfile: server?.localInfile === 1,
  };
}

function shapeOf(rows: readonly ColumnRow[], maxPacketBytes: number, localInfile: boolean): TableShape {
  if (rows.length === 0) {
    throw new ConfigurationError(phrase('table_missing'));
  }
  const column = (name: OurColumn): ColumnRow => {
    const found = rows.find((row) => row.name.toLowerCase() === name);
    if (found === undefined) throw wrong(name, phrase('column_missing'));
    if (/(virtual|stored) generated/i.test(found.extra)) throw wrong(name, phrase('generated'));
    return found;
  };
  const id = column('id');
  const data = column('data');
  const stock = column('stock');
  const updatedAt = column('updated_at');
  const idRange = integerRange(id);
  const textBytes = TEXT_BYTES[data.dataType.toLowerCase()];
  if (textBytes === undefined) throw wrong('data', typeWrong(data, 'JSON'));
  if (!TIMES.has(updatedAt.dataType.toLowerCase())) {
    throw wrong('updated_at', typeWrong(updatedAt, 'DATETIME'));
  }
  refuseDemandingColumns(rows);
  const stockRange = integerRange(stock);
  return {
    columns: { id: id.type, data: textType(data), stock: stock.type, updated_at: updatedAt.type },
    limits: {
      maxProductId: idRange.max,
      minStock: stockRange.min,
      maxStock: stockRange.max,
      // Escaping may double a text, and a statement holds more than one.
      maxDataBytes: Math.min(textBytes, Math.floor(maxPacketBytes / 4)),
    },
    maxPacketBytes,
    localInfile,
  };
}

function integerRange(column: ColumnRow): { min: number; max: number } {
  const { name, type, dataType } = column;
  const bits = INTEGER_BITS[dataType.toLowerCase()];
  if (bits === undefined) throw wrong(name, typeWrong(column, phrase('an_integer')));
  const unsigned = type.toLowerCase().includes('unsigned');
  const max = 2 ** (unsigned ? bits : bits - 1) - 1;
  const min = unsigned ? 0 : -(2 ** (bits - 1));
  // Beyond 2^53 neighbouring ids could not be told apart.
  return { min: Math.max(min, Number.MIN_SAFE_INTEGER), max: Math.min(max, Number.MAX_SAFE_INTEGER) };
}

function textType({ type, charset, collation }: ColumnRow): string {
  return charset === null || collation === null
    ? type
    : `${type} CHARACTER SET ${charset} COLLATE ${collation}`;
}

/** A foreign column that wants a value makes inserting impossible, and the job has none to give. */
function refuseDemandingColumns(rows: readonly ColumnRow[]): void {
  const ours: readonly string[] = ['id', 'data', 'stock', 'updated_at'] satisfies OurColumn[];
  const demanding = rows.find(
    (row) =>
      !ours.includes(row.name.toLowerCase()) &&
      row.nullable === 'NO' &&
      row.fallback === null &&
      !/auto_increment|generated|default_generated/i.test(row.extra),
  );
  if (demanding !== undefined)
    throw new ConfigurationError(phrase('column_demanding', { column: demanding.name }));
}

function wrong(column: string, what: Phrase): ConfigurationError {
  return new ConfigurationError(phrase('column_wrong', { column, what }));
}

function typeWrong({ type }: ColumnRow, expected: Phrase | string): Phrase {
  return phrase('type_wrong', { type, expected });
}
