import type { StartedJob } from '../job.ts';
import type { Proxy } from '../proxy.ts';

/** A moment in the life of an upload at which its worker can be killed. */
export interface UploadKillPoint {
  name: string;
  /** Arranges for it; returns whether the worker got there. */
  arm(database: Proxy, worker: () => StartedJob): () => boolean;
}

/** When it sends this for the nth time: before the database hears of it, or when it has and the answer is on its way. */
function at(text: string, when: 'before' | 'after', nth = 1): UploadKillPoint {
  return {
    name: `${when} ${text}${nth > 1 ? ` (${nth})` : ''}`,
    arm(database, worker) {
      let left = nth;
      database.watch = (sent) => {
        if (left === 0 || !sent.includes(text)) return;
        left -= 1;
        if (left > 0) return;
        if (when === 'before') database.mode = 'refuse';
        worker().process.kill('SIGKILL');
        if (when === 'before') database.cut();
      };
      return () => left === 0;
    },
  };
}

const both = (text: string, nth?: number): UploadKillPoint[] => [
  at(text, 'before', nth),
  at(text, 'after', nth),
];

/** Between this and the answer to it lies the one moment that a worker cannot tell from the one before. */
const committed = (nth: number): UploadKillPoint[] => both('COMMIT', nth);

/** What a worker sends for three chunks of a file, in its order. The first two commits take message and task. */
export const UPLOAD_KILL_POINTS: readonly UploadKillPoint[] = [
  at('FOR UPDATE SKIP LOCKED', 'after'),
  ...both("SET state = 'processing'"),
  ...committed(2),
  at('SET found_encoding', 'after'),
  at('checkpoint_row AS checkpointRow, created', 'after'),
  at('FORCE INDEX (PRIMARY)', 'after', 2),
  ...both('JSON_TABLE', 2),
  ...both('INSERT INTO catalog_item', 2),
  at('INSERT INTO upload_row_error', 'after'),
  ...both('SET checkpoint_row', 1),
  at('SET checkpoint_row', 'after', 3),
  ...committed(3),
  ...committed(4),
  ...committed(5),
  ...both('DELETE FROM upload_message'),
];

/** Those that a quick test has time for. */
export const WORST_UPLOAD_KILL_POINTS: readonly UploadKillPoint[] = [
  at('INSERT INTO catalog_item', 'after', 2),
  at('COMMIT', 'after', 4),
  at('COMMIT', 'after', 5),
];
