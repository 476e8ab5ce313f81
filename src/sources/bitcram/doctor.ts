import { type RoomChecks, secretAge } from '../../platform/doctor.ts';
import { createBitcramSource } from './bitcram.ts';
import { sourceConfig } from './config.ts';
import { openBitcram } from './open.ts';

const parts = { source: sourceConfig };

export const checks: RoomChecks<typeof parts> = {
  parts,
  async examine(doctor, { source }) {
    const client = await doctor.check('token', [source], async () => {
      const { api } = source as NonNullable<typeof source>;
      const { client: bitcram, token } = openBitcram({ ...doctor.job, config: { bitcram: api } });
      await token.current();
      const { token: given } = api;
      const detail =
        given.kind === 'given' ? 'taken from BITCRAM_TOKEN' : `taken from secret ${given.secretId}`;
      return { value: bitcram, detail };
    });
    const renewal = source?.api.renewal;
    // Without the log-in itself: that would make a token.
    if (renewal !== undefined) {
      await doctor.checkSecret('token renewal: password', renewal.password);
      const hint = 'run `renew-token --if-older-than 0`';
      await doctor.check('token renewal: versions', [], () => secretAge(doctor, renewal.secret, hint));
    }
    await doctor.check('Bitcram and checkout', [client], async () => {
      const { api, checkout } = source as NonNullable<typeof source>;
      const bitcram = createBitcramSource(client as NonNullable<typeof client>, { ...api, checkout });
      const { label } = await bitcram.locate();
      return { value: true, detail: label };
    });
  },
};
