import { messagesIn, translatorTo } from '../messages/language.ts';
import type { Messages } from '../messages/en.ts';
import type { Translator } from '../messages/translation.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import type { Parts } from '../platform/config/config.ts';
import { logConfig } from '../platform/log-config.ts';
import { Doctor, type Finding, type RoomChecks } from '../platform/doctor.ts';
import { worstExit } from '../platform/errors.ts';
import { printableJson } from '../platform/text.ts';

/** Checks each thing that the job needs, one by one; nothing is changed. What is wrong with the variables is a finding like any other. */
export const command: Body<Parts, JsonFlags> = {
  config: {},
  async work(job, flags) {
    const { target, language, print } = job;
    const [messages, translator] = await Promise.all([messagesIn(language), translatorTo(language)]);
    if (target !== null && !flags.json) print(messages.doctor.target(target));
    // The findings say it all; what is no finding is still heard.
    const log = job.log.child({}, { level: 'silent' });
    const doctor = new Doctor({ ...job, log }, (finding) => {
      if (!flags.json) print(lineOf(finding, messages, translator));
    });
    await doctor.examine(await roomChecks(job.env['SOURCE']));
    const { findings } = doctor;
    const told = target === null ? findings : findings.map((finding) => ({ target, ...finding }));
    if (flags.json) print(printableJson(told));
    return worstExit(findings.flatMap(({ exit_code }) => exit_code ?? []));
  },
};

/** In the order in which they are shown. */
async function roomChecks(source = 'bitcram'): Promise<readonly RoomChecks[]> {
  const [sources, mysql, sync, alerts, channels] = await Promise.all([
    import('../sources/index.ts'),
    import('../mysql/doctor.ts'),
    import('../sync/doctor.ts'),
    import('../alerts/doctor.ts'),
    import('../channels/index.ts'),
  ]);
  const ofSource = await sources.checks(source);
  const rooms: unknown[] = [
    ...(ofSource === undefined ? [] : [ofSource]),
    mysql.checks,
    sync.checks,
    ...(await channels.checks()),
    alerts.checks,
    { parts: { log: logConfig }, examine: () => Promise.resolve() },
  ];
  return rooms as RoomChecks[];
}

function lineOf(
  { check, ok, exit_code, detail, hint }: Finding,
  { doctor: { failed, skipped, ok: well } }: Pick<Messages, 'doctor'>,
  { translated }: Translator,
): string {
  const mark = ok ? well : exit_code === null ? skipped : failed;
  const width = Math.max(...[well, failed, skipped].map(({ length }) => length)) + 2;
  const what = `${mark.padEnd(width)}${translated(check)}: ${translated(detail)}`;
  return hint === null ? what : `${what}\n${' '.repeat(width)}→ ${translated(hint)}`;
}
