import { printChannels } from '../channels/list.ts';
import { isMarketplace } from '../channels/index.ts';
import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { type Cause, causesOf } from './causes.ts';
import { lateConfig } from './config.ts';
import { type Backlog, isLate, isOn, readBacklogs } from './late.ts';
import { causeTextIn, tellCause } from './telling.ts';

const config = { database: databaseConfig, late: lateConfig };

/** The channels, with what to do about those that are late. */
export const command: Body<typeof config, JsonFlags> = {
  config,
  async work(job, flags) {
    const { late } = job.config;
    const session = await openSchema(job);
    const lagging = (await readBacklogs(session)).filter(
      (backlog) => isOn(backlog.channel, late) && isLate(backlog, late.afterRuns),
    );
    const text = await causeTextIn(job.language, job.env['SOURCE']);
    const advice = lagging.map((backlog) => {
      const { what, todo } = tellCause(causeOf(backlog), null, null, text, backlog.mostWaitedMs);
      return `${what} ${text.toDo(todo)}`;
    });
    await printChannels(job, session, flags, {
      isOn: (channel) => isOn(channel, late),
      isLate: (channel) => lagging.some((each) => each.channel === channel),
      advice,
    });
    return EXIT.ok;
  },
};

/** Of a marketplace, what keeps it. */
function causeOf({ channel, reason }: Backlog): Cause {
  const name = (reason === null ? undefined : causesOf(reason)[0]) ?? 'channel_pending';
  return { name, outcome: 'unsent', ...(isMarketplace(channel) && { channel }) };
}
