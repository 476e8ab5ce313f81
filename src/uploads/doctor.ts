import { existsSync } from 'node:fs';
import { databaseOf } from '../mysql/doctor.ts';
import type { Pool } from '../mysql/pool.ts';
import type { Session } from '../mysql/session.ts';
import type { Found, RoomChecks } from '../platform/doctor.ts';
import { intakeConfig, storageConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { countElsewhere } from './work/elsewhere.ts';
import { openQueue, openStore, type StorageJob } from './storage.ts';

const parts = { storage: storageConfig, intake: intakeConfig };

/** A shop where nobody uploads anything hears of none of it. */
export const checks: RoomChecks<typeof parts> = {
  parts,
  isAsked: ({ env }) => Object.keys(env).some((name) => /^(?:UPLOAD_|API_TOKENS|LISTEN$)/.test(name)),
  async examine(doctor, { storage }) {
    const job = storage && { ...doctor.job, config: { storage } };
    const storeUuid = await doctor.check(phrase('check_store'), [job], () => storeFound(job as StorageJob));
    const { session, migrated } = databaseOf(doctor);
    await doctor.check(phrase('check_queue'), [job, session, migrated], async () => {
      const pool: Pool = { use: (work) => work(session as Session) };
      return queueFound(job as StorageJob, pool);
    });
    await doctor.check(phrase('check_elsewhere'), [storeUuid, session, migrated], async () => {
      const count = await countElsewhere(session as Session, storeUuid as string);
      return { value: true, detail: phrase('waiting_elsewhere', { count }), note: count > 0 };
    });
  },
};

/** Finds what tells it from other stores. */
async function storeFound(job: StorageJob): Promise<Found<string>> {
  const { store } = job.config.storage;
  // A folder would be made by opening it.
  if ('folder' in store && !existsSync(store.folder)) {
    return { value: '', detail: phrase('store_to_come', store), note: true };
  }
  const opened = await openStore(job);
  await opened.check();
  const place = 'folder' in store ? store.folder : `s3://${store.bucket}/${store.prefix}`;
  return { value: opened.uuid, detail: phrase('store_works', { place }) };
}

async function queueFound(job: StorageJob, pool: Pool): Promise<Found<true>> {
  const queue = await openQueue(job, pool);
  const { count } = await queue.look();
  if ((await queue.putsAside?.()) === false) {
    return { value: true, detail: phrase('queue_puts_nothing_aside', { count }), note: true };
  }
  return { value: true, detail: phrase('queue_waiting', { count }) };
}
