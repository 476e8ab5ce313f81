import { trialOf } from '../channels/config.ts';
import { checks as database } from '../mysql/doctor.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import { examining } from './doctor.ts';

/** Tries one channel; the database first, which knows what it was told. */
export const command = examining(async (_job, channel: string): Promise<readonly RoomChecks[]> => [
  database as RoomChecks,
  ...(await trialOf(channel)),
]);
