import { timingSafeEqual } from 'node:crypto';
import type { Client, Tokens } from '../tokens.ts';

/** A day at the shop. */
const LASTS_S = 12 * 3600;
const NAME = 'session';
/** Browsers take one with this beginning only over https, from the host itself. */
const SECURE_NAME = `__Host-${NAME}`;
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';
const VALUE = /^([\w-]+)\.(\d{1,12})\.([\w-]{43})$/;

/**
 * Who is logged in, by a cookie that names a client and until when, signed with what only the client's token gives: no process keeps
 * anything, and with the token go its sessions. Nothing of the token is in it.
 */
export class Sessions {
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  /** What Set-Cookie is to say. */
  begin({ name }: Client, isSecure: boolean, nowS = seconds()): string {
    const said = `${Buffer.from(name).toString('base64url')}.${nowS + LASTS_S}`;
    const seal = this.#tokens.seal(name, said)?.seal.toString('base64url');
    return cookie(`${said}.${seal}`, LASTS_S, isSecure);
  }

  end(isSecure: boolean): string {
    return cookie('', 0, isSecure);
  }

  /** By the header Cookie. */
  whoHas(header: string | undefined, isSecure: boolean, nowS = seconds()): Client | undefined {
    const [, coded = '', untilS = '', given = ''] = VALUE.exec(valueIn(header, isSecure)) ?? [];
    if (Number(untilS) <= nowS) return undefined;
    const sealed = this.#tokens.seal(Buffer.from(coded, 'base64url').toString(), `${coded}.${untilS}`);
    if (sealed === undefined) return undefined;
    const isHis = timingSafeEqual(Buffer.from(given, 'base64url'), sealed.seal);
    return isHis ? sealed.client : undefined;
  }
}

const seconds = (): number => Math.floor(Date.now() / 1000);

function cookie(value: string, lastsS: number, isSecure: boolean): string {
  const name = isSecure ? SECURE_NAME : NAME;
  return `${name}=${value}; Max-Age=${lastsS}; ${ATTRIBUTES}${isSecure ? '; Secure' : ''}`;
}

function valueIn(header = '', isSecure: boolean): string {
  const before = `${isSecure ? SECURE_NAME : NAME}=`;
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(before))?.slice(before.length) ?? '';
}
