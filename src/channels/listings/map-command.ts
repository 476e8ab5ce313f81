import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { sellingConfig } from '../selling.ts';
import { mapByHand } from './by-hand.ts';
import { readMapFile, refusalOf, resolve } from './map-file.ts';
import { phrase } from './phrase.ts';
import { switchedOn } from './switched-on.ts';
import { textIn } from './text.ts';

interface MapFlags extends JsonFlags {
  file: string;
}

const config = { database: databaseConfig, selling: sellingConfig };

/** Lines of a file that are said; a file with another separator is wrong in each. */
const MOST_SAID = 20;

/** Takes what somebody says about which products a listing sells. */
export const command: Body<typeof config, MapFlags> = {
  config,
  asksLate: true,
  async work(job, flags) {
    const { selling, channels } = switchedOn(job.config.selling);
    const given = await readMapFile(flags.file);
    const session = await openSchema(job);
    const { rows, wrong } = await resolve(session, given, channels);
    if (wrong.length > 0) {
      const said = wrong.length > 1 ? wrong.slice(0, MOST_SAID) : [];
      for (const row of said) job.log.warn({ phrase: phrase('line_wrong', { ...row }) });
      throw refusalOf(wrong);
    }
    const mapped = await mapByHand(session, selling.rules, rows);
    if (flags.json) job.print(printableJson(mapped));
    else job.print(wrapped((await textIn(job.language)).mappedByHand(mapped), job.columns));
    return EXIT.ok;
  },
};
