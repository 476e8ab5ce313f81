import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { type Cell, type Column, table } from '../platform/table.ts';
import { printable, printableJson } from '../platform/text.ts';
import { rejectedReader } from '../sources/config.ts';
import { phrase, type RejectionReason } from '../sources/source.ts';
import { textIn } from './text.ts';
import { listQuarantine } from './quarantine.ts';

interface QuarantineFlags extends JsonFlags {
  /** Also what the source has corrected. */
  all: boolean;
}

const MOST_OF_ITEM = 60;
const MOST_OF_VALUE = 30;

const config = { database: databaseConfig };

/** The items that cannot be used, each with its reason. */
export const command: Body<typeof config, QuarantineFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    const readRejected = await rejectedReader(job.env['SOURCE']);
    const listed = (await listQuarantine(session, { settled: flags.all })).map((entry) => ({
      entry,
      own: readRejected(entry.reason, entry.raw),
    }));
    const entries = listed.map(({ entry, own }) => ({
      list: entry.list,
      product_id: entry.itemId,
      reason: entry.reason,
      explanation: job.inEnglish(phrase(entry.reason as RejectionReason)).message,
      member: own.member,
      value: own.value,
      raw: entry.raw,
      runs: entry.runs,
      first_seen_at: entry.firstSeenAt,
      last_seen_at: entry.lastSeenAt,
      settled_at: entry.settledAt,
    }));
    if (flags.json) {
      job.print(printableJson(entries));
      return EXIT.ok;
    }
    const { quarantine: words, zone } = await textIn(job.language);
    if (entries.length === 0) {
      job.print(words.empty);
      return EXIT.ok;
    }
    const { headings } = words;
    const of = (cell: (entry: (typeof entries)[number]) => Cell): Cell[] => entries.map(cell);
    const columns: Column[] = [
      {
        heading: headings.product,
        cells: listed.map(({ entry, own }) => entry.itemId ?? own.name ?? words.unknown),
        right: true,
      },
      { heading: headings.list, cells: of(({ list }) => words.lists[list] ?? list) },
      {
        heading: headings.why,
        cells: of(({ reason }) => job.inWords(phrase(reason as RejectionReason)).message),
      },
      { heading: headings.value, cells: of(({ value }) => printable(value ?? '', MOST_OF_VALUE)), spare: 0 },
      { heading: headings.seen, cells: of((each) => localTime(each.last_seen_at)), whole: true },
      { heading: '', cells: of((each) => (each.settled_at === null ? '' : words.corrected)), spare: 1 },
      {
        heading: headings.item,
        cells: of(({ raw, value }) => (value === null ? printable(raw, MOST_OF_ITEM) : '')),
        spare: 2,
      },
    ];
    job.print(`${table(columns, job.columns)}\n${zone(localZone())}`);
    return EXIT.ok;
  },
};
