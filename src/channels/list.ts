import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { table } from '../platform/table.ts';
import { printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { channels, marketplaces } from './index.ts';
import { isKnown, readState } from './state.ts';
import { countRows } from './outbox.ts';
import { textIn } from './text.ts';

type Listed = Awaited<ReturnType<typeof read>>;

const config = { database: databaseConfig };

/** Each channel: whether it is paused or has to wait, and what it has not been told. */
export const command: Body<typeof config, JsonFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    const listed: Listed[] = [];
    for (const channel of Object.keys(channels)) listed.push(await read(session, channel));
    for (const channel of Object.keys(marketplaces)) {
      // One that was never at work is none of this shop's.
      if (await isKnown(session, channel)) listed.push(await read(session, channel));
    }
    if (flags.json) {
      job.print(printableJson(listed));
      return EXIT.ok;
    }
    const { headings, number, states, zone, seeDead } = await textIn(job.language);
    const stateOf = ({ paused_at: paused, wait_ms: waitMs }: Listed): string =>
      paused === null ? states.sends(waitMs) : states.paused(localTime(paused));
    const rows = table(
      [
        { heading: headings.channel, cells: listed.map(({ channel }) => channel) },
        { heading: headings.state, cells: listed.map(stateOf) },
        { heading: headings.pending, cells: listed.map(({ pending }) => number(pending)), right: true },
        {
          heading: headings.since,
          cells: listed.map(({ pending_since: since }) => (since === null ? '' : localTime(since))),
          whole: true,
        },
        { heading: headings.dead, cells: listed.map(({ dead }) => number(dead)), right: true },
      ],
      job.columns,
    );
    const hint = listed.some(({ dead }) => dead > 0) ? [wrapped(seeDead, job.columns)] : [];
    job.print([rows, ...hint, zone(localZone())].join('\n'));
    return EXIT.ok;
  },
};

async function read(session: Session, channel: string) {
  const { pausedAt, waitMs } = await readState(session, channel);
  const { pending, since, dead } = await countRows(session, channel);
  return { channel, paused_at: pausedAt, wait_ms: waitMs, pending, pending_since: since, dead };
}
