import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { HttpAnswer } from '../../platform/http.ts';
import { printable } from '../../platform/text.ts';
import { ListMovedError } from '../source.ts';
import { beginning } from './client.ts';

/** A list's answer: its items and what the server says of paging, if anything. */
export interface ListDocument {
  body: Buffer;
  /** The body's bytes may be used again. */
  release(): void;
  request: string;
  items: readonly unknown[];
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
const envelope = z.object({ items: z.array(z.unknown()), total: count, total_pages: count });
const refusal = z.object({ error: z.unknown() });

/** Reads one answer of a list. Throws `ListMovedError` naming the request where it is none: it may be whole when asked again. */
export function readListDocument(answer: HttpAnswer): ListDocument {
  const { request, body, release } = answer;
  const json = parse(body, request);
  const list = envelope.safeParse(json);
  if (list.success) {
    const { items, total, total_pages: totalPages } = list.data;
    return { body, release, request, items, total, totalPages, damaged: !isUtf8(body) };
  }
  const refused = refusal.safeParse(json);
  if (refused.success) {
    throw new ListMovedError(
      `Bitcram answers ${request} with an error inside a 200: ${errorText(refused.data.error) ?? beginning(body)}`,
    );
  }
  throw new ListMovedError(`Bitcram answers ${request} without a list of items: ${beginning(body)}`);
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

function parse(body: Buffer, request: string): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    const what = body.length === 0 ? 'nothing' : `${body.length} bytes that are no JSON: ${beginning(body)}`;
    throw new ListMovedError(`Bitcram answers ${request} with ${what}`);
  }
}
