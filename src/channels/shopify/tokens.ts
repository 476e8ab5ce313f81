import type { Posted } from '../../platform/http/poster.ts';
import { registerSecret } from '../../platform/redact.ts';
import { printable } from '../../platform/text.ts';
import { type ByHand, tokenByHand, type Tokens, unanswered } from '../asking.ts';
import type { Failure } from '../marketplace.ts';
import { receivedIn } from './answers.ts';
import { phrase } from './phrase.ts';

/** A token given by hand, or what the shop's own app exchanges for one that ends after a day. */
export type Credentials = ByHand | { clientId: string; clientSecret: string };

/** One that ends this soon is not used any more. */
const SPARE_MS = 300_000;

/** `exchange` posts a form to the address that gives out tokens. */
export function tokensOf(
  credentials: Credentials,
  exchange: (form: string) => Promise<Posted>,
  timeoutMs: number,
): Tokens {
  if ('token' in credentials) return tokenByHand(credentials);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
  }).toString();
  let held: { value: string; endsAtMs: number } | undefined;
  let asking: ReturnType<Tokens['current']> | undefined;

  const ask: Tokens['current'] = async () => {
    const posted = await exchange(form);
    if ('error' in posted) return unanswered(posted, timeoutMs, phrase);
    const granted = grantedIn(posted.response);
    if ('kind' in granted) return granted;
    registerSecret(granted.value);
    held = granted;
    return { kind: 'found', value: granted.value };
  };
  return {
    async current() {
      if (held !== undefined && held.endsAtMs - SPARE_MS > Date.now()) {
        return { kind: 'found', value: held.value };
      }
      // One exchange for all that wait for it.
      asking ??= ask().finally(() => (asking = undefined));
      return asking;
    },
    drop(refused) {
      if (held?.value === refused) held = undefined;
      return true;
    },
  };
}

interface Body {
  access_token?: unknown;
  /** In seconds. */
  expires_in?: unknown;
  error?: unknown;
  error_description?: unknown;
}

function grantedIn(
  response: Extract<Posted, { response: unknown }>['response'],
): { value: string; endsAtMs: number } | Failure {
  const { status, body } = response;
  const { access_token: value, expires_in: seconds, ...said } = parsed(Buffer.concat(body).toString('utf8'));
  if (status === 200 && typeof value === 'string' && typeof seconds === 'number') {
    return { value, endsAtMs: Date.now() + seconds * 1000 };
  }
  if ([400, 401, 403].includes(status)) {
    const why = [said.error_description, said.error].find((text) => typeof text === 'string');
    const fact = printable(why ?? `HTTP ${status}`);
    return { kind: 'denied', reason: phrase('app_refused', { said: fact }), fact };
  }
  const { answer } = receivedIn(response, 'client_credentials');
  return answer.kind === 'data'
    ? { kind: 'unreachable', reason: phrase('unreadable', { operation: 'client_credentials' }) }
    : answer;
}

function parsed(text: string): Body {
  try {
    return (JSON.parse(text) ?? {}) as Body;
  } catch {
    return {};
  }
}
