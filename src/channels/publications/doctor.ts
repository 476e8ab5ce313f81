import type { RoomChecks } from '../../platform/doctor.ts';
import { ConfigurationError, UnavailableError } from '../../platform/errors.ts';
import { createHttp } from '../../platform/http/http.ts';
import { publicationsConfig } from './config.ts';

const parts = { publications: publicationsConfig };

/** Any answer to a GET shows that somebody is there; the secret shows only with a real webhook, which a check must not send. */
export const checks: RoomChecks<typeof parts> = {
  parts,
  async examine(doctor, { publications }) {
    await doctor.checkSecret('publications: secret', publications?.secret);
    await doctor.check('publications service', [publications], async () => {
      if (publications === undefined || publications === null)
        return { value: true, detail: 'NOTIFY is off' };
      const { signal, log, scope } = doctor.job;
      const url = new URL(publications.url);
      const http = createHttp({
        service: 'the publications service',
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
      if (status === 404)
        throw new ConfigurationError('the publications service knows no such path (404)', {
          hint: 'check URL_PUBLICATIONS',
        });
      if (status >= 500)
        throw new UnavailableError(`the publications service answers ${status}`, {
          hint: 'look at the log of that service; until it works, webhooks stay owed',
        });
      return { value: true, detail: `answers at ${url.origin} (the secret is checked by the first webhook)` };
    });
  },
};
