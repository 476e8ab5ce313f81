import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Session } from '../../mysql/session.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { dropDead, reviveDead, type WhichDead } from '../outbox.ts';
import { textIn } from '../text.ts';
import type { ChannelText } from '../words/en.ts';

interface ChangeFlags extends JsonFlags {
  all: boolean;
  channel?: string;
}

const config = { database: databaseConfig };

type Change = Body<typeof config, ChangeFlags, [ids: readonly number[] | undefined]>;

function changing(
  change: (session: Session, which: WhichDead) => Promise<number>,
  field: 'retried' | 'dropped',
  done: (text: ChannelText) => (count: number) => string,
): Change {
  return {
    config,
    async work(job, { all, channel, json }, ids) {
      const count = await change(await openSchema(job), { channel, ids: all ? undefined : (ids ?? []) });
      job.print(
        json
          ? printableJson({ [field]: count })
          : wrapped(done(await textIn(job.language))(count), job.columns),
      );
      return EXIT.ok;
    },
  };
}

/** Pending again: the next run sends them. */
export const retryCommand = changing(reviveDead, 'retried', (text) => text.retried);

/** Forgotten: nobody sends them, until the products change again. */
export const dropCommand = changing(dropDead, 'dropped', (text) => text.dropped);
