import type { Resources } from '../../platform/command.ts';
import type { Found, RoomChecks } from '../../platform/doctor.ts';
import { ConfigurationError, UnavailableError } from '../../platform/errors.ts';
import { createHttp } from '../../platform/http/http.ts';
import { type PublicationsConfig, publicationsConfig } from './config.ts';
import { phrase } from './phrase.ts';

const parts = { publications: publicationsConfig };

export const checks: RoomChecks<typeof parts> = {
  parts,
  async examine(doctor, { publications }) {
    await doctor.checkSecret(phrase('check_secret'), publications?.secret);
    await doctor.check(phrase('check_service'), [publications], () =>
      reach(publications ?? undefined, doctor.job),
    );
  },
};

/** Any answer to a GET shows that somebody is there; the secret shows only with a real webhook, which a check must not send. */
export async function reach(
  publications: PublicationsConfig | undefined,
  { signal, log, scope }: Resources,
): Promise<Found<true>> {
  if (publications === undefined) return { value: true, detail: phrase('off') };
  const url = new URL(publications.url);
  const http = createHttp({
    service: phrase('service'),
    baseUrl: url.origin,
    timeoutMs: publications.timeoutMs,
    attempts: 1,
    maxResponseBytes: 1024 * 1024,
    maxSockets: 1,
    signal,
    log,
  });
  scope.defer(() => http.close());
  const { status } = await http.request({ path: url.pathname });
  if (status === 404) throw new ConfigurationError(phrase('unknown_path'));
  if (status >= 500) throw new UnavailableError(phrase('failing', { status }));
  return { value: true, detail: phrase('reached', { address: url.origin }) };
}
