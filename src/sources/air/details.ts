import { fingerprint } from '../../platform/canonical.ts';
import type { SyncError } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import { tidyUp } from '../../platform/memory.ts';
import type { SourceDatabase } from '../source.ts';
import type { Details, Kept, Wanted } from './feed.ts';
import { phrase } from './phrase.ts';

interface Fetched {
  id: number;
  entryHash: number;
  hash: number;
  content: string;
  images: string;
}

interface DetailOptions {
  details: Details;
  database: SourceDatabase;
  /** On their way at once. */
  concurrency: number;
  refreshDays: number;
  /** False: what would be fetched is taken to be as it was. */
  writes: boolean;
  log: Log;
  signal: AbortSignal;
}

const TELL_EVERY_MS = 60_000;
/** So many that fail one after the other are no matter of each by itself any more, nor is more than half of the first ones. */
const MOST_IN_A_ROW = 10;
const FIRST_ONES = 20;
const CODES_NAMED = 20;

/**
 * Brings the details of articles up to date, those that may be other ones by now. What comes is kept at once, so that
 * whoever is cut off goes on after it. An article whose details alone Air does not give keeps those that are known, and is asked for again by
 * the next run. Returns fingerprints of them all, by id; 0 where nothing is known.
 */
export async function bringDetails(
  articles: readonly Wanted[],
  options: DetailOptions,
): Promise<ReadonlyMap<number, number>> {
  const kept = await readKept(options);
  const wanted = articles.filter((article) => options.details.isWanted(article, kept.get(article.id)));
  const hashes = new Map(articles.map(({ id }) => [id, kept.get(id)?.hash ?? 0]));
  if (!options.writes || wanted.length === 0) return hashes;
  // What the list was read from would lie there for as long as the calls take: of 10,000 articles 20 of 168 MB.
  tidyUp();
  await fetchAll(wanted, options, ({ id, hash }) => hashes.set(id, hash));
  tidyUp();
  return hashes;
}

async function readKept({ database, refreshDays }: DetailOptions): Promise<ReadonlyMap<number, Kept>> {
  const rows = await database.read<Record<'id' | 'entryHash' | 'hash', number | string> & { isOld: number }>(
    phrase('read_details'),
    `SELECT id, entry_hash AS entryHash, hash, fetched_at < UTC_TIMESTAMP(3) - INTERVAL ? DAY AS isOld FROM air_detail`,
    [refreshDays],
  );
  return new Map(
    rows.map(({ id, entryHash, hash, isOld }) => [
      Number(id),
      { entryHash: Number(entryHash), hash: Number(hash), isOld: isOld === 1 },
    ]),
  );
}

async function fetchAll(
  wanted: readonly Wanted[],
  options: DetailOptions,
  onFetched: (detail: Fetched) => void,
): Promise<void> {
  const { details, database, concurrency, signal, log } = options;
  const keeper = new Keeper(database);
  const failures = new Failures();
  let next = 0;
  let hasFailed = false;
  let toldAtMs = performance.now();
  const work = async (): Promise<void> => {
    let written: Promise<void> | undefined;
    for (let at = next++; at < wanted.length && !hasFailed; at = next++) {
      signal.throwIfAborted();
      const article = wanted[at] as Wanted;
      try {
        const detail = await fetchDetail(details, article, signal);
        failures.ended();
        onFetched(detail);
        // One more at most than is on its way can be lost, and is asked for again.
        await written;
        written = keeper.add(detail);
      } catch (error) {
        if (!details.isOfOne(error)) throw error;
        failures.take(article, error);
      }
      if (performance.now() - toldAtMs < TELL_EVERY_MS) continue;
      toldAtMs = performance.now();
      log.info({ phrase: phrase('details_so_far', { count: at + 1, of: wanted.length }) });
    }
  };
  const stopOthers = (error: unknown): never => {
    hasFailed = true;
    throw error;
  };
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, () => work().catch(stopOthers)));
  // Also where one of them failed: what the others had on the way has come.
  await keeper.end();
  const failure = ended.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  failures.tell(log);
}

/** Articles whose details Air does not give. */
class Failures {
  readonly #codes: string[] = [];
  #last: SyncError | undefined;
  #asked = 0;
  #inARow = 0;

  /** One was fetched. */
  ended(): void {
    this.#asked += 1;
    this.#inARow = 0;
  }

  /** Throws the failure where it is more than that of this article. */
  take({ code }: Wanted, failure: SyncError): void {
    this.#asked += 1;
    this.#inARow += 1;
    this.#codes.push(code);
    this.#last = failure;
    const areMost = this.#asked <= FIRST_ONES && this.#codes.length * 2 > FIRST_ONES;
    if (this.#inARow >= MOST_IN_A_ROW || areMost) throw failure;
  }

  tell(log: Log): void {
    if (this.#last === undefined) return;
    const codes = this.#codes.slice(0, CODES_NAMED).join(', ');
    log.warn({
      phrase: phrase('details_failed', { count: this.#codes.length, codes, why: this.#last.phrase }),
    });
  }
}

async function fetchDetail(details: Details, article: Wanted, signal: AbortSignal): Promise<Fetched> {
  const { content, images } = await details.fetch(article, signal);
  return {
    ...{ id: article.id, entryHash: article.entryHash, hash: fingerprint([content, images]) },
    ...{ content: JSON.stringify(content), images: JSON.stringify(images) },
  };
}

/** Writes what comes: all that has come while the last was written, at once. After a failure nothing more is written. */
class Keeper {
  readonly #database: SourceDatabase;
  #come: Fetched[] = [];
  #last: Promise<void> = Promise.resolve();
  /** Of what has come and waits for the last. */
  #next: Promise<void> | undefined;

  constructor(database: SourceDatabase) {
    this.#database = database;
  }

  /** Resolves once it is written. */
  add(detail: Fetched): Promise<void> {
    this.#come.push(detail);
    if (this.#next !== undefined) return this.#next;
    const next = this.#last.then(() => {
      this.#next = undefined;
      return keep(this.#database, this.#come.splice(0));
    });
    // Met again at the end.
    next.catch(() => undefined);
    this.#next = next;
    this.#last = next;
    return next;
  }

  /** Once all is written; throws where it could not be. */
  end(): Promise<void> {
    return this.#last;
  }
}

async function keep(database: SourceDatabase, details: readonly Fetched[]): Promise<void> {
  const values = details.map(() => '(?, ?, ?, ?, ?, UTC_TIMESTAMP(3))').join(', ');
  await database.write(
    phrase('keep_details'),
    `INSERT INTO air_detail (id, entry_hash, hash, content, images, fetched_at) VALUES ${values}
     ON DUPLICATE KEY UPDATE entry_hash = VALUES(entry_hash), hash = VALUES(hash), content = VALUES(content),
       images = VALUES(images), fetched_at = VALUES(fetched_at)`,
    details.flatMap(({ id, entryHash, hash, content, images }) => [id, entryHash, hash, content, images]),
  );
}
