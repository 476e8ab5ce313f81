// The least that an import can be: the same file read, and the same rows by a bare multi-row INSERT. Says how long that took.
import mysql from 'mysql2/promise';
import { openSpreadsheet } from '../../../src/spreadsheets/index.ts';

const { HOST_DB = '', PORT_DB, SOCKET_DB, USER_DB = '', PASSWORD_DB = '', NAME_DB = '' } = process.env;
const { SPREADSHEET = '', COLUMNS = '' } = process.env;
const ROWS_PER_STATEMENT = 1000;

const database = await mysql.createConnection({
  ...(SOCKET_DB === undefined ? { host: HOST_DB, port: Number(PORT_DB) } : { socketPath: SOCKET_DB }),
  ...{ user: USER_DB, password: PASSWORD_DB, database: NAME_DB },
});
const startedMs = performance.now();
let rows: unknown[][] = [];
const write = async (): Promise<void> => {
  if (rows.length > 0) await database.query(`INSERT INTO bare_item (${COLUMNS}) VALUES ?`, [rows]);
  rows = [];
};
await using spreadsheet = await openSpreadsheet(SPREADSHEET);
let isHeader = true;
for await (const { cells } of spreadsheet.rows()) {
  if (isHeader) isHeader = false;
  else {
    const values: unknown[] = cells.slice(0, 11);
    rows.push([...values, cells[11] === 'true', cells[12] === 'true']);
  }
  if (rows.length === ROWS_PER_STATEMENT) await write();
}
await write();
process.stdout.write(`${JSON.stringify({ tookMs: performance.now() - startedMs })}\n`);
await database.end();
