import type { ParseArgsConfig } from 'node:util';
import { oneOf, wholeNumber, WrongFlag } from '../flag-values.ts';
import { type NoticePlace, PLACES } from './notices.ts';

export interface AirFlags {
  readonly port: number;
  readonly articles: number;
  readonly detailMs: number;
  readonly noticesPercent: number;
  readonly noticePlace: NoticePlace;
  /** How often a page past the end of a list is notices before it is an empty list. */
  readonly noticesPastTheEnd: number;
  /** Infinity where it never has enough of being asked. */
  readonly calls: number;
  readonly tokenCalls: number;
}

export const AIR_HELP = `  --air                     an API of the wholesaler Air too, from which the job is to read
  --air-port N              of it (default 8084)
  --air-articles N          how many it has (default 2000)
  --air-detail-ms N         what the details of one take (default 50)
  --air-notices PERCENT     of its answers, how many have a notice of PHP in them (default 0)
  --air-notice-place PLACE  ${PLACES.join(', ')} (default ${PLACES[0]})
  --air-past-end N          how often a page past the end of a list is notices before it is an empty list (default 0)
  --air-calls N             that it takes before it says "Too many queries" for good (default: no limit)
  --air-token-calls N       that a token is good for (default: no limit)
`;

export const AIR_OPTIONS = {
  air: { type: 'boolean', default: false },
  'air-port': { type: 'string' },
  'air-articles': { type: 'string' },
  'air-detail-ms': { type: 'string' },
  'air-notices': { type: 'string' },
  'air-notice-place': { type: 'string' },
  'air-past-end': { type: 'string' },
  'air-calls': { type: 'string' },
  'air-token-calls': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

type Texts =
  'port' | 'articles' | 'detail-ms' | 'notices' | 'notice-place' | 'past-end' | 'calls' | 'token-calls';
type Values = Partial<Record<`air-${Texts}`, string>> & { air: boolean };

/** Undefined where no Air is asked for. */
export function readAir(values: Values): AirFlags | undefined {
  if (!values.air) {
    const stray = Object.keys(AIR_OPTIONS).find((name) => name !== 'air' && name in values);
    if (stray === undefined) return undefined;
    throw new WrongFlag(`--${stray} is for the API of Air: give --air too`);
  }
  const number = (name: Texts, standard: string, least: number, most: number): number =>
    wholeNumber(`--air-${name}`, values[`air-${name}`] ?? standard, least, most);
  const limit = (name: Texts): number =>
    values[`air-${name}`] === undefined ? Infinity : number(name, '', 1, 1_000_000_000);
  return {
    port: number('port', '8084', 0, 65_535),
    articles: number('articles', '2000', 0, 1_000_000),
    detailMs: number('detail-ms', '50', 0, 600_000),
    noticesPercent: number('notices', '0', 0, 100),
    noticePlace: oneOf(PLACES, '--air-notice-place', values['air-notice-place'] ?? PLACES[0]),
    noticesPastTheEnd: number('past-end', '0', 0, 1000),
    calls: limit('calls'),
    tokenCalls: limit('token-calls'),
  };
}
