import { type RoomChecks, secretAge } from '../../platform/doctor.ts';
import { createBitcramSource } from './bitcram.ts';
import { sourceConfig } from './config.ts';
import { phrase as platformPhrase } from '../../platform/errors.ts';
import { openBitcram } from './open.ts';
import { phrase } from './phrase.ts';

const parts = { source: sourceConfig };

export const checks: RoomChecks<typeof parts> = {
  parts,
  async examine(doctor, { source }) {
    const client = await doctor.check(phrase('check_token'), [source], async () => {
      const { api } = source as NonNullable<typeof source>;
      const { client: bitcram, token } = openBitcram({ ...doctor.job, config: { bitcram: api } });
      await token.current();
      const { token: given } = api;
      const detail =
        given.kind === 'given'
          ? phrase('given_token')
          : platformPhrase('from_secret', { secret: given.secretId });
      return { value: bitcram, detail };
    });
    const renewal = source?.api.renewal;
    // Without the log-in itself: that would make a token.
    if (renewal !== undefined) {
      await doctor.checkSecret(phrase('check_renewal_password'), renewal.password);
      const name = phrase('check_renewal_versions');
      await doctor.check(name, [], () => secretAge(doctor, renewal.secret, phrase('renew_now')));
    }
    await doctor.check(phrase('check_checkout'), [client], async () => {
      const { api, ...own } = source as NonNullable<typeof source>;
      const bitcram = createBitcramSource(client as NonNullable<typeof client>, { ...api, ...own });
      const { label } = await bitcram.locate();
      return { value: true, detail: label };
    });
  },
};
