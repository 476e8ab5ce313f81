import { styleText } from 'node:util';
import type { Body, Job, JsonFlags } from '../platform/command.ts';
import type { Parts } from '../platform/config/config.ts';
import { logConfig } from '../platform/log-config.ts';
import { Doctor, type Finding, findingInWords, type RoomChecks } from '../platform/doctor.ts';
import { worstExit } from '../platform/errors.ts';
import { OF_EVERY_RUN } from '../runs/config.ts';
import { printableJson } from '../platform/text.ts';
import { words } from '../platform/wrap.ts';
import { speak } from './catalogue/index.ts';
import type { CliText } from './words/en.ts';

/** Checks each thing that the job needs, one by one; nothing is changed. */
export const command = examining((job) => roomChecks(job.env['SOURCE']));

/** A command that looks and says what it found. What is wrong with the variables is a finding like any other. */
export function examining<Args extends readonly unknown[]>(
  checksFor: (job: Job<unknown>, ...args: Args) => Promise<readonly RoomChecks[]>,
): Body<Parts, JsonFlags, Args> {
  return {
    config: {},
    async work(job, flags, ...args) {
      const { target, language, inWords, inEnglish, print } = job;
      const { text } = await speak(language);
      if (target !== null && !flags.json) print(text.doctor.target(target));
      // The findings say it all; what is no finding is still heard.
      const log = job.log.child({}, { level: 'silent' });
      const doctor = new Doctor({ ...job, log }, (finding) => {
        if (!flags.json) print(lineOf(findingInWords(finding, inWords), text.doctor, job.columns));
      });
      await doctor.examine(await checksFor(job, ...args));
      const told = doctor.findings
        .map((finding) => findingInWords(finding, inEnglish))
        .map(({ check, ok, exit_code, detail, hint }) => ({
          ...(target === null ? {} : { target }),
          ...{ check, ok, exit_code, detail, hint },
        }));
      print(flags.json ? printableJson(told) : `\n${summaryOf(doctor.findings, text.doctor)}`);
      return worstExit(doctor.findings.flatMap(({ exit_code }) => exit_code ?? []));
    },
  };
}

/** In the order in which they are shown. */
async function roomChecks(source: string | undefined): Promise<readonly RoomChecks[]> {
  const [sources, mysql, rabbitmq, sync, server, uploads, alerts, left, channels] = await Promise.all([
    import('../sources/config.ts'),
    import('../mysql/doctor.ts'),
    import('../rabbitmq/doctor.ts'),
    import('../sync/doctor.ts'),
    import('../server/doctor.ts'),
    import('../uploads/doctor.ts'),
    import('../alerts/doctor.ts'),
    import('../alerts/left-behind.ts'),
    import('../channels/config.ts'),
  ]);
  const rooms: unknown[] = [
    await sources.checks(source),
    mysql.checks,
    sync.checks,
    ...(await channels.checks()),
    rabbitmq.checks,
    server.checks,
    uploads.checks,
    alerts.checks,
    { parts: { ...OF_EVERY_RUN, log: logConfig }, examine: () => Promise.resolve() },
    left.checks,
  ];
  return rooms as RoomChecks[];
}

/** Broken between words at the terminal's edge, each line under the first one's words. */
function lineOf(
  { check, ok, exit_code, detail, hint, note }: ReturnType<typeof findingInWords>,
  { failed, skipped, ok: well, note: noted }: CliText['doctor'],
  columns: number | undefined,
): string {
  const [mark, colour] = note
    ? ([noted, 'yellow'] as const)
    : ok
      ? ([well, 'green'] as const)
      : exit_code === null
        ? ([skipped, 'yellow'] as const)
        : ([failed, 'red'] as const);
  const width = Math.max(...[well, noted, failed, skipped].map(({ length }) => length)) + 2;
  const below = (indent: number, text: string): string => {
    const lines = columns === undefined ? [text] : words(text, Math.max(columns - indent, 20));
    return lines.join(`\n${' '.repeat(indent)}`);
  };
  const what = inColour(colour, mark) + ' '.repeat(width - mark.length) + below(width, `${check}: ${detail}`);
  return hint === null ? what : `${what}\n${' '.repeat(width)}→ ${below(width + 2, hint)}`;
}

/** How many were well, failed and were not tried. */
function summaryOf(findings: readonly Finding[], { summary }: CliText['doctor']): string {
  const noted = findings.filter(({ note }) => note === true).length;
  const well = findings.filter(({ ok }) => ok).length - noted;
  const untried = findings.filter(({ exit_code }) => exit_code === null).length;
  const failed = findings.length - well - noted - untried;
  const colour = failed > 0 ? 'red' : noted > 0 ? 'yellow' : 'green';
  return inColour(colour, summary(well, noted, failed, untried));
}

/** On a terminal alone, and there unless `NO_COLOR` is set. */
function inColour(colour: 'green' | 'yellow' | 'red', text: string): string {
  return styleText(colour, text, { stream: process.stdout });
}
