import { freePort } from '../database/throwaway.ts';
import { realCatalogue, SURVEY_DATES, type SurveyDate } from '../simulate/catalogue.ts';
import { type Cell, COLUMNS, products, workbookOfSharedTexts } from '../spreadsheets/products.ts';
import type { Log } from '../ways.ts';
import { startJob } from './job.ts';
import type { UploadWords } from './uploads-words.ts';
import type { World } from './world.ts';

/** One spreadsheet that was uploaded, and what became of it. */
export interface Uploaded {
  file: string;
  answeredMs: number;
  tookMs: number;
  total: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  errors: readonly { fila: number; error: string }[];
}

interface Demo {
  world: World;
  scope: AsyncDisposableStack;
  signal: AbortSignal;
  words: UploadWords;
  log: Log;
  /** For the files. */
  folder: string;
}

const POLL_MS = 100;
const SUPPLIER = 'SUPER';

/** A supplier uploads the real catalogue, the same file again, next week's prices as another program writes them, and a file with mistakes. */
export async function uploadCatalogues(demo: Demo): Promise<readonly Uploaded[]> {
  const { world, scope, signal, words, log, folder } = demo;
  const listen = `127.0.0.1:${await freePort()}`;
  const server = startJob(
    ['serve'],
    { ...world.env, LISTEN: listen, UPLOAD_STORE: `folder:${folder}` },
    signal,
  );
  scope.defer(async () => {
    server.stop();
    await server.ended.catch(() => undefined);
  });
  const early = server.ended.then(() => Promise.reject(new Error('the server has ended')));
  early.catch(() => undefined);
  const [first, second] = SURVEY_DATES;
  const workbook = workbookOfSharedTexts(await rowsOf(first));
  const files: readonly (readonly [name: string, bytes: Buffer, replaces: boolean])[] = [
    [words.files.first, workbook, true],
    [words.files.again, workbook, true],
    [words.files.prices, asSpanishCsv(await rowsOf(second)), true],
    [words.files.mistakes, workbookOfSharedTexts(withMistakes()), true],
  ];
  const all = async (): Promise<Uploaded[]> => {
    const url = `http://${listen}`;
    await untilReady(url, signal);
    const uploaded: Uploaded[] = [];
    for (const [file, bytes, replaces] of files) {
      log(words.uploading(file, bytes.length));
      uploaded.push(await upload(url, file, bytes, replaces, signal));
    }
    return uploaded;
  };
  return Promise.race([all(), early]);
}

/** The products of the real supermarket on a date. The survey spells ñ as n and a combining tilde, which windows-1252 has not. */
async function rowsOf(date: SurveyDate): Promise<Cell[][]> {
  const { priceList } = await realCatalogue(date);
  return priceList.map(({ product_code: code, product_name: name, price, size, product_type_path: path }) => [
    ...[code, name.normalize('NFC').slice(0, 255), code, path.slice(0, 128), size.slice(0, 255), price],
    ...['RNPA', 'Ambiente', 2, 10, 5, 'no', 'sí'],
  ]);
}

/** As spreadsheet programs in Argentina save a .csv. */
function asSpanishCsv(rows: readonly (readonly Cell[])[]): Buffer {
  const cellOf = (cell: Cell): string =>
    typeof cell === 'number' ? String(cell).replace('.', ',') : `"${cell.replaceAll('"', '""')}"`;
  const lines = [COLUMNS.join(';'), ...rows.map((row) => row.map(cellOf).join(';'))];
  return Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1');
}

const [PRICE, CERTIFICATE] = [5, 6];

/** 300 rows: five products come twice, and ten rows cannot be read. */
function withMistakes(): Cell[][] {
  const rows = [...products(295, 'NUEVO')];
  for (let at = 0; at < 5; at += 1) {
    const again = rows[at] as Cell[];
    rows.push(again.with(PRICE, Number(again[PRICE]) + 1));
    rows[20 + at] = (rows[20 + at] as Cell[]).with(CERTIFICATE, '');
    rows[40 + at] = (rows[40 + at] as Cell[]).with(PRICE, '1.234');
  }
  return rows;
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const isReady = await fetch(`${url}/readyz`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await pause(signal);
  }
}

interface Status {
  status: string;
  error: string | null;
  result: null | {
    resumen: Record<
      'total' | 'rechazados' | 'productos_creados' | 'productos_actualizados' | 'productos_sin_cambios',
      number
    >;
    errores: Uploaded['errors'];
  };
}

async function upload(
  url: string,
  file: string,
  bytes: Buffer,
  replaces: boolean,
  signal: AbortSignal,
): Promise<Uploaded> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), file);
  const startedMs = performance.now();
  const answer = await fetch(
    `${url}/api/v1/catalog/items/bulk-upload?proveedor_id=${SUPPLIER}&reemplazar_duplicados=${replaces}`,
    { method: 'POST', body: form, signal },
  );
  const said = (await answer.json()) as { status_url: string; detail?: string };
  if (answer.status !== 202) throw new Error(said.detail);
  const answeredMs = Math.round(performance.now() - startedMs);
  for (;;) {
    const { status, result, error } = (await (
      await fetch(`${url}${said.status_url}`, { signal })
    ).json()) as Status;
    if (result !== null) {
      const { resumen, errores: errors } = result;
      return {
        ...{ file, answeredMs, tookMs: Math.round(performance.now() - startedMs), errors },
        ...{ total: resumen.total, failed: resumen.rechazados, created: resumen.productos_creados },
        ...{ updated: resumen.productos_actualizados, unchanged: resumen.productos_sin_cambios },
      };
    }
    if (!['pending', 'processing'].includes(status)) throw new Error(error ?? status);
    await pause(signal);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** What the data gives: of the real catalogue, and of the file with mistakes. */
export async function deviationsOfUploads([first, again, prices, mistakes]: readonly Uploaded[]): Promise<
  string[]
> {
  const [before, after] = await Promise.all([rowsOf(SURVEY_DATES[0]), rowsOf(SURVEY_DATES[1])]);
  const known = new Map(before.map((row) => [row[0], row[PRICE]]));
  const created = after.filter(([id]) => !known.has(id as Cell)).length;
  const unchanged = after.filter((row) => known.get(row[0] as Cell) === row[PRICE]).length;
  const expected = [
    { total: before.length, created: before.length, updated: 0, unchanged: 0, failed: 0 },
    { total: before.length, created: 0, updated: 0, unchanged: before.length, failed: 0 },
    { total: after.length, created, updated: after.length - created - unchanged, unchanged, failed: 0 },
    { total: 300, created: 285, updated: 5, unchanged: 0, failed: 10 },
  ] as const;
  return [first, again, prices, mistakes].flatMap((uploaded, at) =>
    Object.entries(expected[at] ?? {}).flatMap(([name, count]) => {
      const found = uploaded?.[name as 'total'];
      return found === count ? [] : [`${uploaded?.file}: ${name} is ${found}, expected ${count}`];
    }),
  );
}
