import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT, UsageError } from '../../platform/errors.ts';
import { printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { sqlOf } from '../../platform/zone.ts';
import { closeMovements } from './closing.ts';
import { stockConfig } from './config.ts';
import { ledgerTime } from './levels.ts';
import { phrase } from './phrase.ts';
import { textIn } from './text.ts';

interface CloseFlags extends JsonFlags {
  before: Date;
}

const config = { database: databaseConfig, rules: stockConfig };

/** After a stocktake: what no list will ever show ends. */
export const command: Body<typeof config, CloseFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    const before = sqlOf(flags.before.getTime());
    if (before > (await ledgerTime(session))) throw new UsageError(phrase('time_to_come'));
    const closed = await closeMovements(session, job.config.rules, before);
    if (flags.json) job.print(printableJson(closed));
    else job.print(wrapped((await textIn(job.language)).closed(closed), job.columns));
    return closed.waiting > 0 ? EXIT.unavailable : EXIT.ok;
  },
};
