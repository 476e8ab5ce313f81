// The least that a first load can cost the database: the rows from a ready file into a temporary table, and the upsert.
import { createReadStream } from 'node:fs';
import mysql from 'mysql2/promise';

const {
  HOST_DB = '',
  PORT_DB,
  SOCKET_DB,
  USER_DB = '',
  PASSWORD_DB = '',
  NAME_DB = '',
  ROWS_FILE = '',
} = process.env;
const place = SOCKET_DB === undefined ? { host: HOST_DB, port: Number(PORT_DB) } : { socketPath: SOCKET_DB };
const login = { user: USER_DB, password: PASSWORD_DB, database: NAME_DB };
const connection = await mysql.createConnection({ ...place, ...login });
await connection.query(
  'CREATE TEMPORARY TABLE bare_item (id INT NOT NULL PRIMARY KEY, data JSON, stock INT, updated_at DATETIME) ENGINE = InnoDB',
);
/** @type {[mysql.ResultSetHeader, unknown]} */
const [staged] = await connection.query({
  sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE bare_item CHARACTER SET utf8mb4 (id, data, stock, updated_at)`,
  infileStreamFactory: () => createReadStream(ROWS_FILE, { highWaterMark: 256 * 1024 }),
});
await connection.query(
  `INSERT INTO raw_item_data (id, data, stock, updated_at) SELECT id, data, stock, updated_at FROM bare_item
   ON DUPLICATE KEY UPDATE data = VALUES(data), stock = VALUES(stock), updated_at = VALUES(updated_at)`,
);
await connection.end();
console.log(JSON.stringify({ rows: staged.affectedRows }));
