import {
  deadTextIn,
  dropDead,
  type GivenUp,
  listDead,
  reviveDead,
  type WhichDead,
} from '../channels/dead.ts';
import { SALES, UPLOADS } from '../channels/commands.ts';
import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { Body, Job, JsonFlags } from '../platform/command.ts';
import type { ConfigOf } from '../platform/config/config.ts';
import { EXIT } from '../platform/errors.ts';
import { localZone } from '../platform/local-time.ts';
import { printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { queueConfig } from '../rabbitmq/config.ts';
import { productsAsked } from '../runs/asked.ts';
import type { Till } from '../sales/dead.ts';
import { storageConfig } from '../uploads/config.ts';
import {
  deadTextIn as uploadTextIn,
  dropDeadUploads,
  listDeadUploads,
  retryDeadUploads,
} from '../uploads/dead.ts';

const config = { database: databaseConfig, queue: queueConfig };

type DeadJob = Job<ConfigOf<typeof config>>;

interface ListFlags extends JsonFlags {
  channel?: string;
  limit: number;
}

/** What was given up: changes that a channel refused for good, uploads that failed too often, and sales that could not be recorded. */
export const command: Body<typeof config, ListFlags> = {
  config,
  async work(job, { channel, limit, json }) {
    const text = await deadTextIn(job.language);
    const print = (parts: readonly GivenUp[]): void => {
      if (json) return job.print(printableJson(parts.flatMap(({ entries }) => entries)));
      const told = parts.flatMap((part) => part.told).map((each) => wrapped(each, job.columns));
      if (told.length === 0) return job.print(wrapped(text.noneDead, job.columns));
      const below = [...parts.flatMap((part) => part.below), text.zone(localZone())];
      job.print(`${told.join('\n')}\n\n${wrapped(below.join('\n'), job.columns)}`);
    };
    const parts: GivenUp[] = [];
    const most = json ? 0 : limit;
    if (channel !== SALES) {
      const session = await openSchema(job);
      if (channel !== UPLOADS) parts.push(await listDead(job, session, channel, most));
      if (channel === undefined || channel === UPLOADS) parts.push(await listDeadUploads(job, session, most));
    }
    try {
      const till = await tillOf(job, channel);
      if (till !== undefined) {
        const { listDeadSales } = await import('../sales/dead.ts');
        parts.push(await listDeadSales(job, till, most));
      }
    } catch (error) {
      // A broker that is away hides nothing else.
      if (!json && parts.some(({ told }) => told.length > 0)) print(parts);
      throw error;
    }
    print(parts);
    return EXIT.ok;
  },
};

interface ChangeFlags extends JsonFlags {
  all: boolean;
  channel?: string;
}

const changeConfig = { ...config, storage: storageConfig };

type ChangeJob = Job<ConfigOf<typeof changeConfig>>;

type Change = Body<typeof changeConfig, ChangeFlags, [named: readonly string[] | undefined]>;

/** What is done to one kind of what was given up, and how it is said. */
interface Changed {
  count: number;
  say(count: number): string;
}

interface Kinds {
  channels(session: Session, which: WhichDead): Promise<number>;
  uploads(session: Session, ids: readonly string[] | undefined, job: ChangeJob): Promise<number>;
  sales: 'retryDeadSales' | 'dropDeadSales';
}

function changing(change: Kinds, field: 'retried' | 'dropped'): Change {
  return {
    config: changeConfig,
    async work(job, { all, channel, json }, named = []) {
      const till = all ? await tillOf(job, channel) : undefined;
      const session = channel === SALES ? undefined : await openSchema(job);
      const changed: Changed[] = [];
      if (session !== undefined && channel !== UPLOADS) {
        const ids = all ? undefined : [...(await productsAsked(session, named)).keys()];
        const which = { channel, ids };
        const count = await change.channels(session, which);
        changed.push({ count, say: (await deadTextIn(job.language))[field] });
      }
      if (session !== undefined && (channel === UPLOADS || (all && channel === undefined))) {
        const count = await change.uploads(
          session,
          all ? undefined : named.map((id) => id.toLowerCase()),
          job,
        );
        changed.push({ count, say: (await uploadTextIn(job.language))[field] });
      }
      if (till !== undefined) {
        const { textIn } = await import('../sales/text.ts');
        const count = await (await import('../sales/dead.ts'))[change.sales](till);
        changed.push({ count, say: (await textIn(job.language))[field] });
      }
      if (json) {
        const count = changed.reduce((sum, each) => sum + each.count, 0);
        job.print(printableJson({ [field]: count }));
        return EXIT.ok;
      }
      // Where there was nothing of any kind, the first one says so.
      const some = changed.filter(({ count }) => count > 0);
      const told = (some.length > 0 ? some : changed.slice(0, 1)).map(({ count, say }) => say(count));
      job.print(wrapped(told.join('\n'), job.columns));
      return EXIT.ok;
    },
  };
}

/** Pending again: the next run sends them, and the workers record or bring them in. */
export const retryCommand = changing(
  { channels: reviveDead, uploads: retryDeadUploads, sales: 'retryDeadSales' },
  'retried',
);

/** Forgotten: nobody sends them, until the products change again, no stock falls because of them, and no row is brought in. */
export const dropCommand = changing(
  { channels: dropDead, uploads: dropDeadUploads, sales: 'dropDeadSales' },
  'dropped',
);

/** Undefined where this shop has none, or none are meant. */
async function tillOf(job: DeadJob, channel: string | undefined): Promise<Till | undefined> {
  const { queue } = job.config;
  if ((channel !== undefined && channel !== SALES) || queue.url === undefined) return undefined;
  return { queue, url: await job.secrets.text(queue.url), signal: job.signal };
}
