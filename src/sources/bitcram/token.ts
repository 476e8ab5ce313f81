import type { TokenKeeper } from './client.ts';

/** A token that cannot be had anew: given by hand. */
export function givenToken(token: string): TokenKeeper {
  return { current: () => Promise.resolve(token), renew: () => Promise.resolve(false) };
}

/** The latest version of a secret; fetched when first needed, and once more when the token is refused. */
export function secretToken(
  fetchFirst: () => Promise<string>,
  fetchLatest: () => Promise<string>,
): TokenKeeper {
  let token: Promise<string> | undefined;
  let renewed = false;
  return {
    current: () => (token ??= fetchFirst()),
    async renew(refused) {
      // Several requests may be refused at once; the first one fetches for all.
      if (!renewed) {
        renewed = true;
        token = fetchLatest();
      }
      return (await token) !== refused;
    },
  };
}
