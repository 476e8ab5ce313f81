import { SENDABLE, type TokenProvider } from '../client.ts';

/** A token without what is copied along with it: the header's word, quotes, or the breaks of a terminal's lines. */
export function asToken(text: string): string {
  const token = bare(bare(text).replace(/^(?:Authorization: *)?Bearer\s+/i, '')).replaceAll(
    /\s*[\r\n]\s*/g,
    '',
  );
  return SENDABLE.test(token) ? token : text;
}

function bare(text: string): string {
  return text
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2')
    .trim();
}

/** A token that cannot be renewed: given by hand. */
export function givenToken(token: string): TokenProvider {
  return { current: () => Promise.resolve(token), renew: () => Promise.resolve(false) };
}

/** Where a token can be renewed; each place is asked once at most. */
export interface TokenSources {
  /** What the secret had when the command began. */
  first(): Promise<string>;
  /** What it has now. */
  latest(): Promise<string>;
  /** Another one than the refused, by a log-in; absent where nobody said how to log in. */
  logIn: ((refused: string) => Promise<string>) | undefined;
}

/** The latest version of a secret; when it is refused it is fetched once more, and if that gives nothing better, a log-in does. */
export function secretToken({ first, latest, logIn }: TokenSources): TokenProvider {
  let token: Promise<string> | undefined;
  const untried = [latest, ...(logIn === undefined ? [] : [logIn])];
  const current = (): Promise<string> => (token ??= first());

  const renew = async (refused: string): Promise<boolean> => {
    while ((await current()) === refused) {
      const ask = untried.shift();
      if (ask === undefined) return false;
      token = ask(refused);
    }
    return true;
  };

  // Several requests may be refused at once: the first one renews for all, the others see what came of it.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    current,
    renew(refused) {
      const mine = turn.then(() => renew(refused));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
