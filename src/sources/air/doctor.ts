import type { RoomChecks } from '../../platform/doctor.ts';
import { createAirSource } from './air.ts';
import { airConfig } from './config.ts';
import { openFeed } from './open.ts';
import { phrase } from './phrase.ts';

const parts = { source: airConfig };

export const checks: RoomChecks<typeof parts> = {
  parts,
  async examine(doctor, { source }) {
    await doctor.check(phrase('check_login'), [source], async () => {
      const config = source as NonNullable<typeof source>;
      const job = { ...doctor.job, config };
      const { label } = await createAirSource(await openFeed(job), config, job).locate();
      return { value: true, detail: label };
    });
  },
};
