import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { ConfigurationError } from '../platform/errors.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import type { ServeConfig } from './config.ts';
import { isLoopback } from './loopback.ts';
import { phrase } from './phrase.ts';

const EVERY = '*';
const SEAL = { digest: 'sha256', for: 'sessions of bitcram-inventory-sync', bytes: 32 } as const;

/** Who asks. */
export interface Client {
  readonly name: string;
  readonly role: 'owner' | 'supplier';
  /** For whom it may act, and whose it sees. */
  readonly proveedores: readonly string[] | typeof EVERY;
}

/** Where there are no tokens only this machine is let in, and whoever works on it owns it. */
export const LOCAL_OWNER: Client = { name: 'local', role: 'owner', proveedores: EVERY };

export function actsFor({ proveedores }: Client, proveedorId: string): boolean {
  return proveedores === EVERY || proveedores.includes(proveedorId);
}

/** What can be read: people and businesses are called as they are. */
const name = z.string().regex(/^(?=.*\S)[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/i);
const list = z.array(z.string().min(1).max(64)).min(1);
const tokens = z
  .array(
    z.discriminatedUnion('role', [
      z.strictObject({
        name,
        sha256,
        role: z.literal('owner'),
        proveedores: z.literal(EVERY).default(EVERY),
      }),
      z.strictObject({
        ...{ name, sha256, role: z.literal('supplier') },
        proveedores: z.union([z.literal(EVERY), list]),
      }),
    ]),
  )
  .min(1);

/** Whoever has one of these tokens. Nobody knows them from here: only their hashes are kept. */
export class Tokens {
  readonly #known: readonly { hash: Buffer; client: Client }[];

  /** `text` is what API_TOKENS has. Throws a `ConfigurationError` that names what is wrong, and never a value. */
  constructor(text: string) {
    const found = tokens.safeParse(jsonIn(text));
    if (!found.success)
      throw new ConfigurationError(phrase('tokens_wrong', { where: placesOf(found.error) }));
    const all = found.data;
    for (const key of ['name', 'sha256'] as const) {
      const values = all.map((token) => token[key].toLowerCase());
      const twice = values.findIndex((value, index) => values.indexOf(value) !== index);
      if (twice >= 0) throw new ConfigurationError(phrase('tokens_twice', { where: `[${twice}].${key}` }));
    }
    this.#known = all.map(({ sha256: hash, ...client }) => ({ hash: Buffer.from(hash, 'hex'), client }));
  }

  get clients(): readonly Client[] {
    return this.#known.map(({ client }) => client);
  }

  /** In the same time whether a token is known or not, and wherever in the list. */
  whoHas(token: string): Client | undefined {
    const given = createHash('sha256').update(token).digest();
    let found: Client | undefined;
    for (const { hash, client } of this.#known) if (timingSafeEqual(given, hash)) found = client;
    return found;
  }

  /** A text signed for the client of this name, with a key that is its token's and for nothing else; undefined where there is no such client. */
  seal(name: string, text: string): { client: Client; seal: Buffer } | undefined {
    const found = this.#known.find(({ client }) => client.name === name);
    if (found === undefined) return undefined;
    const key = hkdfSync(SEAL.digest, found.hash, '', SEAL.for, SEAL.bytes);
    const seal = createHmac(SEAL.digest, new Uint8Array(key)).update(text).digest();
    return { client: found.client, seal };
  }
}

/** Undefined where there are none: then only this machine is let in. Throws a `ConfigurationError` where others could come in, too. */
export async function openTokens(config: ServeConfig, secrets: Secrets): Promise<Tokens | undefined> {
  if (config.tokens !== undefined) return new Tokens(await secrets.text(config.tokens));
  const { host } = config.address;
  if (!isLoopback(host)) throw new ConfigurationError(phrase('tokens_needed', { host }));
  return undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** "[0].role": what a reader can look for, without what stands there. */
function placesOf({ issues }: z.ZodError): string[] {
  const places = issues.map(({ path }) =>
    path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join(''),
  );
  return [...new Set(places)].filter((place) => place !== '');
}
