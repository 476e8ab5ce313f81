import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { messagesIn } from '../messages/language.ts';
import { ConfigurationError, EXIT, type ExitCode, UsageError } from '../platform/errors.ts';
import { printable, printableJson } from '../platform/text.ts';
import { fitting } from '../report/fit.ts';
import { isNotable } from '../report/history.ts';
import { modelOf, type PageModel } from '../report/model.ts';
import { type PageParts, pageOf } from '../report/page.ts';
import { wordingOf } from '../report/wording.ts';
import { machineZone, type Zone, zoneOf } from '../report/zone.ts';
import { readOverview } from '../store/overview.ts';
import type { Context } from './context.ts';
import { openSchema } from './schema.ts';
import type { JsonFlags } from './targets.ts';

export interface ReportFlags extends JsonFlags {
  out: string;
  days: number;
  timeZone?: string;
}

/** Of each list: more is nothing that anybody reads. */
const MAX_ROWS = 500;
const MAX_TOLD = 200;

/** One file for the shop's owner: how things stand, and what the last days were like. */
export async function report(flags: ReportFlags, given: Context): Promise<ExitCode> {
  const zone = chosenZone(flags.timeZone);
  const { model, context } = await readModel(flags, zone, given);
  const messages = await messagesIn(context.language);
  const wording = wordingOf(messages, zone, model.made_at);
  const parts = await readParts();
  const page = fitting(model, (each) => pageOf(each, wording, context.language, parts));
  await putInPlace(flags.out, page);
  const size = `${wording.number(Math.ceil(page.length / 1000))} kB`;
  context.print(flags.json ? printableJson(model) : messages.page.written(printable(flags.out), size));
  return EXIT.ok;
}

async function readModel(
  flags: ReportFlags,
  zone: Zone,
  given: Context,
): Promise<{ model: PageModel; context: Context }> {
  const { days } = flags;
  await using scope = new AsyncDisposableStack();
  const { session, context } = await openSchema(flags, given, scope);
  const overview = await readOverview(session, { days, maxRows: MAX_ROWS, maxStories: MAX_TOLD, isNotable });
  return { model: modelOf(overview, { target: context.target, zone, days, maxTold: MAX_TOLD }), context };
}

function chosenZone(name: string | undefined): Zone {
  try {
    return zoneOf(name ?? machineZone());
  } catch (error) {
    throw new UsageError(`there is no time zone ${printable(name ?? '')}`, {
      hint: 'name it as America/Argentina/Buenos_Aires',
      cause: error,
    });
  }
}

/** Made by the build, beside the program. */
async function readParts(): Promise<PageParts> {
  const read = (name: string): Promise<string> =>
    readFile(new URL(`../report/${name}`, import.meta.url), 'utf8');
  const [program, style] = await Promise.all([read('page.js'), read('page.css')]);
  return { program, style };
}

/** A reader meets the old page or the new one, never half of one. */
async function putInPlace(file: string, page: Buffer): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, page);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(`cannot write the page to ${printable(file)}: ${code}`, {
      hint: 'give --out a file in a folder that exists and may be written to',
      cause: error,
    });
  }
}
