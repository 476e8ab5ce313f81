import { orAborted } from '../../platform/lifecycle.ts';
import { createHttp } from '../../platform/http/http.ts';
import { registerSecret } from '../../platform/redact.ts';
import type { SourceOpening } from '../source.ts';
import { apiFeed } from './api-feed.ts';
import { createAirClient } from './client.ts';
import type { AirConfig } from './config.ts';
import { coolDown } from './cooldown.ts';
import type { Feed } from './feed.ts';
import { phrase } from './phrase.ts';

interface AirJob extends SourceOpening {
  config: AirConfig;
}

/** The way to Air that the configuration names. */
export async function openFeed(job: AirJob): Promise<Feed> {
  const { files } = job.config;
  if (files === undefined) return openApi(job);
  const [{ fileFeed }, { openFiles }] = await Promise.all([import('./file-feed.ts'), import('./files.ts')]);
  return fileFeed(openFiles(files, job.config, job));
}

function openApi({ config, secrets, signal, log, scope, database, writes = false }: AirJob): Feed {
  const { baseUrl, timeoutMs, attempts, maxResponseBytes, concurrency: maxSockets, cooldownMs } = config;
  const http = createHttp({
    service: 'Air',
    ...{ baseUrl, timeoutMs, attempts, maxResponseBytes, maxSockets, signal, log },
    hints: { late: phrase('raise_timeout'), tooLarge: phrase('raise_limit') },
  });
  scope.defer(() => http.close());
  const client = createAirClient(http, {
    user: config.user,
    async password() {
      const password = await orAborted(secrets.text(config.password), signal);
      registerSecret(password);
      return password;
    },
    coolDown: () => coolDown(writes ? database : undefined, cooldownMs),
  });
  return apiFeed(client, config, database);
}
