import type { Environment } from '../platform/environment.ts';

/** Whether somebody is to be told how runs end, be the rest of it right or wrong. */
export function isAlerting(env: Environment): boolean {
  return [env['ALERT_URL'], env['ALERT_URL_SECRET_ID']].some(Boolean);
}
