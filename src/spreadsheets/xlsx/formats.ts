import { damaged } from './archive.ts';
import { type Attributes, type XmlEvents } from './xml.ts';

/** How the number of a cell is to be read: as a date, with so many digits, or as it is. */
export type Format = 'date' | { readonly digits: number } | undefined;

/** What has a number and no code in the file: dates and times in the West and in East Asia. 46 is a duration. */
const DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 47, 50, 51, 52, 53, 54, 55,
  56, 57, 58,
]);
/** More than any spreadsheet program keeps. */
const MOST_FORMATS = 66_000;

/** The part of styles: which format a cell has by the number of its style. */
export class Formats implements XmlEvents {
  readonly #codes = new Map<number, string>();
  readonly #ofStyles: Format[] = [];
  #place = '';

  of(style: string | undefined): Format {
    return style === undefined ? undefined : this.#ofStyles[Number(style)];
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'cellXfs' || name === 'numFmts') this.#place = name;
    const id = Number(attributes['numFmtId'] ?? 0);
    if (name === 'numFmt' && this.#place === 'numFmts') this.#codes.set(id, attributes['formatCode'] ?? '');
    if (name === 'xf' && this.#place === 'cellXfs') this.#ofStyles.push(this.#formatOf(id));
    if (this.#codes.size + this.#ofStyles.length > MOST_FORMATS) throw damaged(new Error('too many formats'));
  }

  close(name: string): void {
    if (name === this.#place) this.#place = '';
  }

  #formatOf(id: number): Format {
    const code = this.#codes.get(id);
    if (code !== undefined) return formatOf(code);
    return DATES.has(id) ? 'date' : undefined;
  }
}

/** By the section for positive numbers, without what it writes as it stands. */
function formatOf(code: string): Format {
  const plain = code.replaceAll(/"[^"]*"?|[\\_*]./g, '');
  const [section = ''] = plain.split(';');
  if (/^0{2,}$/.test(section.trim())) return { digits: section.trim().length };
  if (/\[(?:h+|m+|s+)\]/i.test(section)) return undefined;
  const bare = section.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/s\.0+/gi, 's');
  return /[dmyhs]/i.test(bare) && !/[#?0]/.test(bare) ? 'date' : undefined;
}
