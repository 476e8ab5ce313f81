import type { Session, Value, Values } from '../mysql/session.ts';
import type { Phrase } from '../platform/phrase.ts';
import type { DecimalMark } from '../spreadsheets/index.ts';
import { phrase } from './phrase.ts';

type TaskState = 'pending' | 'processing' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

/** How an upload is to be read and written, as it was asked for. */
export interface Asked {
  /** `reemplazar_duplicados`: a product that is there already is updated, and no error. */
  replaces: boolean;
  /** `solo_validar`: nothing is written. */
  dryRun: boolean;
  sheet: string | null;
  encoding: string | null;
  decimal: DecimalMark;
}

/** A file in the object store, as it was received. */
interface StoredFile {
  key: string;
  storeUuid: string;
  sha256: string;
  sizeBytes: number;
}

/** What became of the rows so far. */
export interface Counts {
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  /** Of all of these, those whose id or code was taken. */
  duplicates: number;
}

/** One upload; a row of `upload_task`. Times are the database's, UTC. */
export interface Task extends Counts {
  id: string;
  proveedorId: string;
  filename: string;
  state: TaskState;
  stage: 'queued' | 'reading' | 'writing' | 'done';
  asked: Asked;
  file: StoredFile;
  foundEncoding: string | null;
  foundDelimiter: string | null;
  /** Grows with each claim. */
  fence: number;
  attempts: number;
  nextAttemptAt: Date | null;
  /** The last row of the spreadsheet whose outcome is committed. */
  checkpointRow: number;
  /** Null until the file has been read to its end. */
  total: number | null;
  /** Ids of the products that were created, the first of them. */
  result: { created: readonly string[]; truncated: boolean } | null;
  error: Phrase | null;
  createdAt: Date;
  updatedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  deadAt: Date | null;
}

/** What is known of an upload as it comes in. */
export type NewTask = Pick<Task, 'id' | 'proveedorId' | 'filename' | 'asked' | 'file'>;

const SELECT = `SELECT task_id AS id, proveedor_id AS proveedorId, filename, state, stage, replaces, dry_run AS dryRun, sheet, encoding,
  decimal_mark AS \`decimal\`, object_key AS \`key\`, store_uuid AS storeUuid, sha256, size_bytes AS sizeBytes, found_encoding AS foundEncoding,
  found_delimiter AS foundDelimiter, fence, attempts, next_attempt_at AS nextAttemptAt, checkpoint_row AS checkpointRow, total, created, updated,
  unchanged, failed, duplicates, result, error_code AS errorCode, error_params AS errorParams, created_at AS createdAt, updated_at AS updatedAt,
  started_at AS startedAt, ended_at AS endedAt, dead_at AS deadAt FROM upload_task`;

type Times = 'nextAttemptAt' | 'createdAt' | 'updatedAt' | 'startedAt' | 'endedAt' | 'deadAt';

/** As the driver gives it: times as "2026-03-01 12:00:00.123456", JSON as text. */
interface TaskRow
  extends
    Omit<Task, 'asked' | 'file' | 'result' | 'error' | Times>,
    Omit<Asked, 'replaces' | 'dryRun'>,
    StoredFile {
  replaces: 0 | 1;
  dryRun: 0 | 1;
  result: string | null;
  errorCode: string | null;
  errorParams: string | null;
  nextAttemptAt: string | null;
  createdAt: string;
  updatedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  deadAt: string | null;
}

/** `tail`: "WHERE task_id = ?". */
export async function readTasks(session: Session, tail: string, values: Values): Promise<Task[]> {
  const rows = await session.read<TaskRow>(phrase('read_tasks'), `${SELECT} ${tail}`, values);
  return rows.map(taskOf);
}

export async function findTask(session: Session, id: string): Promise<Task | undefined> {
  const [task] = await readTasks(session, 'WHERE task_id = ?', [id]);
  return task;
}

const INSERT = `INSERT INTO upload_task (task_id, proveedor_id, filename, state, stage, replaces, dry_run, sheet, encoding, decimal_mark,
  object_key, store_uuid, sha256, size_bytes, created_at, updated_at)
  VALUES (?, ?, ?, 'pending', 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW(6), NOW(6))`;

/** Pending from the moment of the commit; its message is to be put in the same transaction. */
export async function insertTask(session: Session, { id, proveedorId, filename, asked, file }: NewTask) {
  const { replaces, dryRun, sheet, encoding, decimal } = asked;
  const values: Value[] = [
    id,
    proveedorId,
    filename,
    Number(replaces),
    Number(dryRun),
    sheet,
    encoding,
    decimal,
  ];
  const ofFile: Value[] = [file.key, file.storeUuid, file.sha256, file.sizeBytes];
  await session.write(phrase('write_task'), INSERT, [...values, ...ofFile]);
}

function taskOf(row: TaskRow): Task {
  const { replaces, dryRun, sheet, encoding, decimal, key, storeUuid, sha256, sizeBytes, ...others } = row;
  const { errorCode, errorParams, ...plain } = others;
  return {
    ...plain,
    asked: { replaces: replaces === 1, dryRun: dryRun === 1, sheet, encoding, decimal },
    file: { key, storeUuid, sha256, sizeBytes },
    result: row.result === null ? null : (JSON.parse(row.result) as Task['result']),
    error: errorCode === null ? null : { code: errorCode, params: paramsIn(errorParams) },
    nextAttemptAt: orNull(row.nextAttemptAt),
    createdAt: dateOf(row.createdAt),
    updatedAt: dateOf(row.updatedAt),
    startedAt: orNull(row.startedAt),
    endedAt: orNull(row.endedAt),
    deadAt: orNull(row.deadAt),
  };
}

function paramsIn(text: string | null): Phrase['params'] {
  return (text === null ? {} : JSON.parse(text)) as Phrase['params'];
}

const dateOf = (text: string): Date => new Date(`${text.replace(' ', 'T')}Z`);
const orNull = (text: string | null): Date | null => (text === null ? null : dateOf(text));
