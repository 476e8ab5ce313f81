import { randomBytes } from 'node:crypto';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { lateConfig } from '../alerts/config.ts';
import { causeTextIn } from '../alerts/telling.ts';
import { readTill } from '../alerts/till.ts';
import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { ConfigurationError, EXIT, UsageError } from '../platform/errors.ts';
import { localZone } from '../platform/local-time.ts';
import { inOneLine } from '../platform/log.ts';
import { type Describe, isPhrase } from '../platform/phrase.ts';
import { printable, printableJson } from '../platform/text.ts';
import { isSource, rejectedReader, rejectionTextIn } from '../sources/config.ts';
import { packed } from './page/catalogue.ts';
import { drawingsOf } from './page/charts.ts';
import { draw } from './page/drawing.ts';
import { fitting } from './fit.ts';
import { modelOf, type PageModel } from './model/model.ts';
import { phrase } from './phrase.ts';
import { textIn as runTextIn } from '../runs/text.ts';
import { type PageParts, pageOf } from './page/page.ts';
import { wordingOf } from './page/wording.ts';
import { type Zone, zoneOf } from '../platform/zone.ts';
import { readOverview } from './model/overview.ts';
import { readCatalogue } from './questions/catalogue.ts';

interface ReportFlags extends JsonFlags {
  out: string;
  days: number;
  timeZone?: string;
}

/** Of each list: more is nothing that anybody reads. */
const MAX_ROWS = 500;
/** Runs that went well. */
const MAX_TOLD = 200;

const config = { database: databaseConfig, lateness: lateConfig };

/** One file for the shop's owner: how things stand, and what the last days were like. */
export const command: Body<typeof config, ReportFlags> = {
  config,
  check: ({ timeZone }) => void chosenZone(timeZone),
  async work(job, flags) {
    const { days, out } = flags;
    const { target, language } = job;
    const zone = chosenZone(flags.timeZone);
    const session = await openSchema(job);
    const limits = { days, zone, maxRows: MAX_ROWS, maxTold: MAX_TOLD };
    const model = modelOf(await readOverview(session, limits), {
      ...{ target, zone, days, maxTold: MAX_TOLD },
      lateness: job.config.lateness,
      hasSource: isSource({ name: job.env['SOURCE'] ?? '' }),
      // A page is made whatever is away.
      till: await readTill(job.env, job.secrets, job.signal).catch(() => 'away' as const),
      readRejected: await rejectedReader(job.env['SOURCE']),
    });
    const text =
      language === 'es' ? (await import('./words/es.ts')).esText : (await import('./words/en.ts')).enText;
    const source = job.env['SOURCE'];
    const wording = wordingOf(
      text,
      {
        ...(await runTextIn(language)),
        causes: await causeTextIn(language, source),
        rejections: await rejectionTextIn(language, source),
      },
      job.inWords,
      zone,
      model.made_at,
    );
    const drawings = drawingsOf(model, wording, draw);
    const catalogue = await readCatalogue(session, days);
    const parts = { ...(await readParts()), drawings };
    const page = fitting(
      model,
      (each, packedOnes) => pageOf(each, wording, language, { ...parts, catalogue: packedOnes }),
      (maxBytes) => packed(catalogue, wording, maxBytes),
    );
    await putInPlace(out, page);
    const size = `${wording.number(Math.ceil(page.length / 1000))} kB`;
    job.print(flags.json ? printableJson(inWords(model, job.inEnglish)) : text.written(printable(out), size));
    return EXIT.ok;
  },
};

function chosenZone(name: string | undefined): Zone {
  try {
    return zoneOf(name ?? localZone());
  } catch (error) {
    throw new UsageError(phrase('zone_unknown', { zone: printable(name ?? '') }), { cause: error });
  }
}

/** Made by the build, beside the program. */
async function readParts(): Promise<Pick<PageParts, 'program' | 'style'>> {
  const read = (name: string): Promise<string> =>
    readFile(new URL(`../dashboard/${name}`, import.meta.url), 'utf8');
  const [program, style] = await Promise.all([read('page.js'), read('page.css')]);
  return { program, style };
}

/**
 * A reader meets the old page or the new one, never half of one. Both names have the same ending: a bucket that is mounted as a
 * folder takes the file's type from the first one, and the browser would not show a page of another type.
 */
async function putInPlace(asked: string, page: Buffer): Promise<void> {
  // A link stays one: what it points to is replaced.
  const file = await realpath(asked).catch(() => asked);
  const { dir, name, ext } = parse(file);
  const temporary = join(dir, `${name}.${randomBytes(4).toString('hex')}${ext}`);
  try {
    // A device or a pipe is written to: to root, /dev/null could be replaced.
    if ((await stat(file).catch(() => undefined))?.isFile() === false) return await writeFile(file, page);
    await writeFile(temporary, page);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(phrase('page_unwritable', { file: printable(file), code }), {
      cause: error,
    });
  }
}

/** The model with its phrases said, for whoever reads it as JSON. */
function inWords(model: PageModel, describe: Describe): unknown {
  const said = (_key: string, value: unknown): unknown =>
    isPhrase(value) ? inOneLine(describe(value)) : value;
  return JSON.parse(JSON.stringify(model, said));
}
