import type { Doctor, RoomChecks } from '../platform/doctor.ts';
import { databaseConfig } from './config.ts';
import { requireMigrated } from './migrations.ts';
import { openDatabase } from './open.ts';
import { phrase } from './phrase.ts';
import type { Session } from './session.ts';

const parts = { database: databaseConfig };

export const checks: RoomChecks<typeof parts> = {
  parts,
  async examine(doctor, { database }) {
    const password = await doctor.checkSecret(phrase('check_stored_password'), database?.password);
    const session = await doctor.check(phrase('check_login'), [database, password], async () => {
      const config = { database: database as NonNullable<typeof database> };
      const value = await openDatabase({ ...doctor.job, config });
      return { value, detail: `${value.server.kind} ${value.server.version}` };
    });
    const migrated = await doctor.check(phrase('check_migrations'), [session], async () => {
      await requireMigrated(session as Session);
      return { value: true, detail: phrase('all_applied') };
    });
    doctor.shared.set('database', { session, migrated });
  },
};

/** The session that the database's checks opened, for the checks of the rooms that have tables. */
export function databaseOf({ shared }: Doctor): { session?: Session; migrated?: true } {
  const found = shared.get('database') as { session?: Session; migrated?: true } | undefined;
  return found ?? {};
}
