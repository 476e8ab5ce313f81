import { printable } from '../../platform/text.ts';
import type { Filter } from './scan/index.ts';

/**
 * Whose an item says it is, flat (`warehouse_id`) or nested (`warehouse: {id}`), where that is not what the list was asked for: a server
 * that does not heed the filter mixes what others have into it.
 */
export function otherThan({ name, value }: Filter, item: unknown): string | undefined {
  const { [name]: flat, [name.replace(/_id$/, '')]: holder } = (item ?? {}) as Record<string, unknown>;
  const { id: nested } = (holder ?? {}) as Record<string, unknown>;
  for (const said of [flat, nested]) {
    if (typeof said !== 'number' && typeof said !== 'string') continue;
    const id = String(said).trim();
    if (id !== '' && id !== value && !isSameNumber(id, value)) return printable(id, 40);
  }
  return undefined;
}

function isSameNumber(one: string, other: string): boolean {
  return [one, other].every((id) => /^\d+$/.test(id)) && Number(one) === Number(other);
}
