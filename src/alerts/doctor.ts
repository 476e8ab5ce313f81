import { databaseOf } from '../mysql/doctor.ts';
import type { Session } from '../mysql/session.ts';
import { checkConfig } from '../platform/config/config.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import type { Environment } from '../platform/environment.ts';
import { notify } from '../channels/notify.ts';
import { isAlerting } from './asked.ts';
import { alertConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { checkedAddress } from './post.ts';
import { checkAlertRights } from './rights.ts';

const parts = { alert: alertConfig };

/** Whether a variable of alerts alone stops a run, be there somebody to tell or not. */
function isWrong(env: Environment): boolean {
  return checkConfig(env, parts).problems.some(
    ({ params }) => !Object.hasOwn(notify, params['name'] as string),
  );
}

export const checks: RoomChecks<typeof parts> = {
  parts,
  isAsked: ({ env }) => isAlerting(env) || isWrong(env),
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
