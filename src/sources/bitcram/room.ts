import type { Resources } from '../../platform/command.ts';
import type { Source } from '../source.ts';
import { type BitcramSourceConfig, renewalConfig, sourceConfig } from './config.ts';

export const config = sourceConfig;

/** What its own commands read beside that. */
export const parts = [renewalConfig];

export async function open(job: Resources & { config: BitcramSourceConfig }): Promise<Source> {
  const [{ openBitcram }, { createBitcramSource }] = await Promise.all([
    import('./open.ts'),
    import('./bitcram.ts'),
  ]);
  const { api, ...own } = job.config;
  const { client } = openBitcram({ ...job, config: { bitcram: api } });
  return createBitcramSource(client, { ...api, ...own });
}

export const checks = () => import('./doctor.ts');
export const rejected = () => import('./rejected.ts');
export const questions = () => import('./questions.ts');
