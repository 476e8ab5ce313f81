import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { printableJson } from '../platform/text.ts';
import { databaseConfig } from '../mysql/config.ts';
import { takeLock } from '../mysql/lock.ts';
import { migrate } from '../mysql/migrations.ts';
import { openDatabase } from '../mysql/open.ts';
import { phrase } from './phrase.ts';
import { runningInWords } from './store.ts';

const config = { database: databaseConfig };

/** Brings the schema up to the program. Can be repeated. It is no run, and leaves where a run is at work, naming it. */
export const command: Body<typeof config, JsonFlags> = {
  config,
  async work(job, flags) {
    const session = await openDatabase(job);
    await takeLock(session, job.config.database.schema, runningInWords);
    const applied = await migrate(session);
    const outcome = applied.length === 0 ? phrase('up_to_date') : phrase('applied', { migrations: applied });
    job.log.info({ applied, phrase: outcome });
    if (flags.json) job.print(printableJson({ target: job.target, applied }));
    return EXIT.ok;
  },
};
