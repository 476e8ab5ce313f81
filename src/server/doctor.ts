import type { RoomChecks } from '../platform/doctor.ts';
import { serveConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { openTokens } from './tokens.ts';

const parts = { serve: serveConfig };

/** Where nobody asks `serve`, nobody hears of it. */
export const checks: RoomChecks<typeof parts> = {
  parts,
  isAsked: ({ env }) => Object.keys(env).some((name) => /^(?:API_TOKENS|LISTEN$)/.test(name)),
  async examine(doctor, { serve }) {
    await doctor.check(phrase('check_tokens'), [serve], async () => {
      const tokens = await openTokens(serve as NonNullable<typeof serve>, doctor.job.secrets);
      const names = tokens?.clients.map(({ name, role }) => `${name} (${role})`);
      return { value: true, detail: names === undefined ? phrase('only_here') : names.join(', ') };
    });
  },
};
