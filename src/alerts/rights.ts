import { phrase } from './phrase.ts';
import type { Session } from '../mysql/session.ts';

/** Asks for the plan of a statement, which needs the rights of the statement itself and changes nothing. */
const NEEDED = [
  `EXPLAIN SELECT trouble FROM sync_alert`,
  `EXPLAIN INSERT INTO sync_alert (trouble) VALUES ('')`,
  `EXPLAIN UPDATE sync_alert SET runs = 0 WHERE trouble = ''`,
  `EXPLAIN DELETE FROM sync_alert WHERE trouble = ''`,
];

/** Throws `ConfigurationError` with the server's own words on the first right that is missing. */
export async function checkAlertRights(session: Session): Promise<void> {
  for (const sql of NEEDED) {
    await session.write(phrase('check_right', { statement: sql.slice('EXPLAIN '.length) }), sql);
  }
}
