import type { OwnTable, Source, SourceOpening } from '../source.ts';
import { type AirConfig, airConfig } from './config.ts';
import { LOCATIONS } from './locations.ts';

export const config = airConfig;

/** It has no commands of its own. */
export const parts = [];

export async function open(job: SourceOpening): Promise<Source> {
  const [{ openFeed }, { createAirSource }] = await Promise.all([import('./open.ts'), import('./air.ts')]);
  const own = job.config as AirConfig;
  return createAirSource(await openFeed({ ...job, config: own }), own, job);
}

export async function table(given: unknown): Promise<OwnTable> {
  const { airTable } = await import('./table.ts');
  return airTable((given as AirConfig | undefined)?.locations ?? LOCATIONS);
}

export const checks = () => import('./doctor.ts');
export const questions = () => import('./questions.ts');
export const rejected = () => import('./rejected.ts');
