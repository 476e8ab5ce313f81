import { z } from 'zod';
import { expecting, text } from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';
import { phrase } from './phrase.ts';

/** Where something listens. Port 0: any that is free. */
export interface Address {
  host: string;
  port: number;
}

const OFF = 'off';
const LOOPBACK = '127.0.0.1';
const ADDRESS = /^(?:(?<host>[^\s:/@[\]]+|\[[0-9a-f:.]+\]):)?(?<port>\d{1,5})$/i;
const MAX_PORT = 65_535;

/** A port alone is this machine's: nobody is let in from outside by a number. */
function addressIn(text: string): Address | undefined {
  const { host = LOOPBACK, port } = ADDRESS.exec(text)?.groups ?? {};
  if (port === undefined || Number(port) > MAX_PORT) return undefined;
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) };
}

const orOff = expecting(
  z.string().refine((value) => value === OFF || addressIn(value) !== undefined),
  phrase('listen_address'),
);

/** Where a worker says how it is; undefined: nowhere. */
export const healthConfig = definePart(
  {
    HEALTH_LISTEN: {
      check: orOff.default(OFF),
      about: 'where `sales-worker` and `upload-worker` answer `/healthz`, `/readyz` and `/metrics`',
    },
  },
  (v) => addressIn(v.HEALTH_LISTEN),
);

/** Where `serve` listens, and to whom. */
export const serveConfig = definePart(
  {
    LISTEN: {
      check: expecting(
        z.string().refine((value) => addressIn(value) !== undefined),
        phrase('serve_address'),
      ).default('127.0.0.1:8080'),
      about: 'where `serve` listens; for any other machine it needs `API_TOKENS`',
    },
    API_TOKENS: {
      check: text.optional(),
      about:
        'who may ask `serve`: a JSON list of tokens, each by the SHA-256 of it ([uploads.md](uploads.md#tokens))',
      secret: true,
    },
  },
  (v) => ({ address: addressIn(v.LISTEN) as Address, tokens: v.API_TOKENS }),
  undefined,
  ({ tokens }) => [tokens],
);

export const parts = [healthConfig, serveConfig];

export type ServeConfig = ConfigOf<{ serve: typeof serveConfig }>['serve'];
