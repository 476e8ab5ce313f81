import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { HttpAnswer } from '../../platform/http/http.ts';
import { printable } from '../../platform/text.ts';
import { ListMovedError } from '../source.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { beginning } from './client.ts';
import { phrase } from './phrase.ts';
import { type Filter, type ListItems, parsedItems, scanItems } from './scan/index.ts';

/** An answer of which somebody knows which page it is. */
type ListAnswer = Pick<HttpAnswer, 'body' | 'release'> & { request: string | Phrase };

/** A list's answer: its items and what the server says of paging, if anything. */
export interface ListDocument {
  body: Buffer;
  /** The body's bytes may be used again. */
  release(): void;
  /** Which answer it is, for messages. */
  request: string | Phrase;
  items: ListItems;
  total: number | undefined;
  totalPages: number | undefined;
  /** The text has bytes that are no UTF-8: some item is damaged. */
  damaged: boolean;
}

/** Not `z.coerce`: it takes null and "" for 0, and a total of 0 beside items would refuse the list. */
const count = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.int().nonnegative())
  .optional()
  .catch(undefined);
const totals = z.object({ total: count, total_pages: count });
const envelope = totals.extend({ items: z.custom<readonly unknown[]>(Array.isArray) });
const scannedEnvelope = totals.extend({ items: z.literal(0) });
const refusal = z.object({ error: z.unknown() });

/**
 * Reads one answer of a list; with the name of the items' value, so that they can be scanned, and with the list's filter, so that an
 * item which may lie beyond it is not. Throws `ListMovedError` naming
 * the request where it is none: it may be whole when asked again.
 */
export function readListDocument(answer: ListAnswer, valueName?: string, filter?: Filter): ListDocument {
  const { request, body, release } = answer;
  const damaged = !isUtf8(body);
  const scanned = damaged || valueName === undefined ? undefined : scan(body, valueName, filter);
  if (scanned !== undefined) return { body, release, request, damaged, ...scanned };
  const json = parse(body, request);
  const list = envelope.safeParse(json);
  if (list.success) {
    const { items, total, total_pages: totalPages } = list.data;
    return { body, release, request, items: parsedItems(body, items), total, totalPages, damaged };
  }
  const refused = refusal.safeParse(json);
  if (refused.success) {
    const text = errorText(refused.data.error) ?? beginning(body);
    throw new ListMovedError(phrase('error_inside', { request, text }));
  }
  throw new ListMovedError(phrase('no_list', { request, text: beginning(body) }));
}

/** Undefined where a part of it is not what a list usually is. */
function scan(
  body: Buffer,
  valueName: string,
  filter?: Filter,
): Pick<ListDocument, 'items' | 'total' | 'totalPages'> | undefined {
  const found = scanItems(body, valueName, filter);
  if (found === undefined) return undefined;
  try {
    const list = scannedEnvelope.safeParse(JSON.parse(found.envelope));
    if (!list.success) return undefined;
    const { total, total_pages: totalPages } = list.data;
    return { items: found.readItems(), total, totalPages };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Undefined where it is nested so deep that it cannot be written down. */
function errorText(error: unknown): string | undefined {
  try {
    return printable(JSON.stringify(error), 120);
  } catch (failure) {
    if (failure instanceof RangeError) return undefined;
    throw failure;
  }
}

function parse(body: Buffer, request: string | Phrase): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    if (body.length === 0) throw new ListMovedError(phrase('nothing', { request }));
    throw new ListMovedError(phrase('no_json', { request, bytes: body.length, text: beginning(body) }));
  }
}
