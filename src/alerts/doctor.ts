import { databaseOf } from '../mysql/doctor.ts';
import type { Session } from '../mysql/session.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import { isAlerting } from './asked.ts';
import { alertConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { checkedAddress } from './post.ts';
import { checkAlertRights } from './rights.ts';

const parts = { alert: alertConfig };

export const checks: RoomChecks<typeof parts> = {
  parts,
  isAsked: ({ env }) => isAlerting(env),
  async examine(doctor, { alert }) {
    if (alert === undefined) return;
    await doctor.checkSecret(phrase('check_address'), alert.url, checkedAddress);
    await doctor.checkSecret(phrase('check_secret'), alert.secret);
    const { session, migrated } = databaseOf(doctor);
    await doctor.check(phrase('check_rights'), [session, migrated], async () => {
      await checkAlertRights(session as Session);
      return { value: true, detail: phrase('all_rights') };
    });
  },
};
