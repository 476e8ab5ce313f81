import type { Resources } from '../../../src/platform/command.ts';
import { httpUrl } from '../../../src/platform/config/checks.ts';
import { definePart } from '../../../src/platform/config/config.ts';
import type { RoomChecks } from '../../../src/platform/doctor.ts';
import { createHttp } from '../../../src/platform/http/http.ts';
import { phrasesOf } from '../../../src/platform/phrase.ts';
import type { Source } from '../../../src/sources/source.ts';
import type { words } from './words.ts';
import { createTextualSource } from './source.ts';

const phrase = phrasesOf<typeof words>('textual');

export const config = definePart({ TEXTUAL_URL: { check: httpUrl, about: 'the supplier' } }, (v) => ({
  url: v.TEXTUAL_URL,
}));
export const parts = [];

export function open(job: Resources & { config: unknown }): Promise<Source> {
  const { url } = job.config as { url: string };
  const http = createHttp({
    service: phrase('service'),
    baseUrl: url,
    timeoutMs: 5000,
    attempts: 1,
    maxResponseBytes: 1_000_000,
    maxSockets: 2,
    signal: job.signal,
    log: job.log,
  });
  job.scope.defer(() => http.close());
  return Promise.resolve(createTextualSource(http, phrase('place')));
}

const nothing: RoomChecks = { parts: { source: config }, examine: () => Promise.resolve() };
export const checks = () => Promise.resolve({ checks: nothing });
