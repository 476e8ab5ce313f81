import { type Config, parseConfig } from '../config.ts';
import { messagesIn, translatorTo } from '../messages/language.ts';
import {
  asSyncError,
  ConfigurationError,
  EXIT,
  type ExitCode,
  UnavailableError,
  worstExit,
} from '../platform/errors.ts';
import { createHttp } from '../platform/http.ts';
import type { Log } from '../platform/log.ts';
import { printable, printableJson } from '../platform/text.ts';
import { requireMigrated } from '../store/migrations.ts';
import { checkAlertRights, checkProcedures, checkRights } from '../store/rights.ts';
import { openSecrets, type Secrets } from '../secrets.ts';
import type { Session } from '../store/session.ts';
import { readShape } from '../store/shape.ts';
import { connect, openBitcram, openSource } from '../wiring.ts';
import type { Context } from './context.ts';
import { checkRenewal, checkSecret } from './doctor-secrets.ts';
import { type Check, type Finding, type Found, lineOf } from './finding.ts';
import { plainLog } from './plain-log.ts';
import { type JsonFlags, onEachTarget } from './targets.ts';

/** Checks each thing that the job needs, one by one; nothing is changed. */
export function doctor(flags: JsonFlags, context: Context): Promise<ExitCode> {
  // What is wrong with a target's variables is a finding like any other.
  return onEachTarget(flags, { needs: [] }, context, (each) => examine(flags, each));
}

async function examine(flags: JsonFlags, context: Context): Promise<ExitCode> {
  const { target, language } = context;
  const [messages, translator] = await Promise.all([messagesIn(language), translatorTo(language)]);
  if (target !== null && !flags.json) context.print(messages.doctor.target(target));
  const findings: Finding[] = [];
  await using scope = new AsyncDisposableStack();
  // The findings say it all; what is no finding is still heard.
  const log = (await plainLog(context)).child({}, { level: 'silent' });

  const check: Check = async (name, needs, work) => {
    if (needs.includes(undefined)) {
      note({ check: name, ok: false, exit_code: null, detail: 'not tried: see above', hint: null });
      return undefined;
    }
    try {
      const { value, detail } = await work();
      note({ check: name, ok: true, exit_code: EXIT.ok, detail: printable(detail, 1000), hint: null });
      return value;
    } catch (error) {
      const { message, hint, exitCode } = asSyncError(error);
      note({
        check: name,
        ok: false,
        exit_code: exitCode,
        detail: printable(message, 1000),
        hint: hint ?? null,
      });
      return undefined;
    }
  };
  const note = (finding: Finding): void => {
    findings.push(finding);
    if (!flags.json) context.print(lineOf(finding, messages, translator));
  };

  const config = await checkConfiguration(check, context);
  const secrets = openSecrets(config, context.signal, scope);
  await checkSource(check, config.source, secrets, context, log, scope);
  await checkDatabase(check, config, secrets, context, log, scope);
  await checkPublications(check, config.publications, secrets, context, log, scope);

  const told = target === null ? findings : findings.map((finding) => ({ target, ...finding }));
  if (flags.json) context.print(printableJson(told));
  return worstExit(findings.flatMap(({ exit_code }) => exit_code ?? []));
}

type Configured = { [Need in Exclude<keyof Config, 'renewal'>]: Config[Need] | undefined };

async function checkConfiguration(check: Check, { env }: Context): Promise<Configured> {
  const part = <N extends keyof Configured>(need: N, name: string): Promise<Config[N] | undefined> =>
    check(name, [], async () => ({ value: parseConfig(env, [need])[need], detail: 'complete' }));
  return {
    source: await part('source', 'configuration: source'),
    database: await part('database', 'configuration: database'),
    load: await part('load', 'configuration: load'),
    publications: await part('publications', 'configuration: publications'),
    alert: env['ALERT_URL'] === undefined ? undefined : await part('alert', 'configuration: alert'),
    log: await part('log', 'configuration: log'),
  };
}

async function checkSource(
  check: Check,
  config: Config['source'] | undefined,
  secrets: Secrets,
  { signal }: Context,
  log: Log,
  scope: AsyncDisposableStack,
): Promise<void> {
  const client = await check('token', [config], async () => {
    const source = config as Config['source'];
    const { client: bitcram, token } = openBitcram(source, secrets, signal, log, scope);
    await token.current();
    const { token: given } = source;
    const detail =
      given.kind === 'given' ? 'taken from BITCRAM_TOKEN' : `taken from secret ${given.secretId}`;
    return { value: bitcram, detail };
  });
  await checkRenewal(check, config?.renewal, secrets);
  await check('Bitcram and checkout', [client], async () => {
    const source = config as Config['source'];
    const place = await (await openSource(client as NonNullable<typeof client>, source)).locate();
    const { warehouseId, priceListId } = place;
    return {
      value: place,
      detail: `checkout ${source.checkout}: warehouse ${warehouseId}, price list ${priceListId ?? 'unnamed'}`,
    };
  });
}

async function checkDatabase(
  check: Check,
  { database, load, alert }: Configured,
  secrets: Secrets,
  { signal }: Context,
  log: Log,
  scope: AsyncDisposableStack,
): Promise<void> {
  const password = await checkSecret(check, 'database: password', database?.passwordSecret, secrets);
  const session = await check('database: log-in and version', [database, password], async () => {
    const value = await connect(database as Config['database'], secrets, signal, log, scope);
    return { value, detail: `${value.server.kind} ${value.server.version}` };
  });
  const onSession = <T>(
    name: string,
    work: (session: Session) => Promise<Found<T>>,
  ): Promise<T | undefined> => check(name, [session], () => work(session as Session));

  const migrated = await onSession('database: migrations', async (open) => {
    await requireMigrated(open);
    return { value: true, detail: 'all applied' };
  });
  await onSession('database: raw_item_data', async (open) => {
    const { columns } = await readShape(open);
    return { value: true, detail: `id ${columns.id}, stock ${columns.stock}` };
  });
  await check('database: rights', [session, load, migrated], async () => {
    await checkRights(session as Session, (load as Config['load']).publishedItemsTable);
    return { value: true, detail: 'all that the job needs' };
  });
  if (alert !== undefined) {
    await check('database: rights for alerts', [session, migrated], async () => {
      await checkAlertRights(session as Session);
      return { value: true, detail: 'all that ALERT_URL needs' };
    });
  }
  await check('procedures', [session, load], async () => {
    const { postLoadProcedures } = load as Config['load'];
    await checkProcedures(session as Session, postLoadProcedures);
    return { value: true, detail: postLoadProcedures.join(', ') || 'none configured' };
  });
}

/** Any answer to a GET shows that somebody is there; the secret shows only with a real webhook, which a check must not send. */
async function checkPublications(
  check: Check,
  config: Config['publications'] | undefined,
  secrets: Secrets,
  { signal }: Context,
  log: Log,
  scope: AsyncDisposableStack,
): Promise<void> {
  await checkSecret(check, 'publications: secret', config?.notify ? config.secret : undefined, secrets);
  await check('publications service', [config], async () => {
    if (config?.notify !== true) return { value: true, detail: 'NOTIFY is off' };
    const url = new URL(config.url);
    const http = createHttp({
      service: 'the publications service',
      baseUrl: url.origin,
      timeoutMs: config.timeoutMs,
      attempts: 1,
      maxResponseBytes: 1024 * 1024,
      maxSockets: 1,
      signal,
      log,
    });
    scope.defer(() => http.close());
    const { status } = await http.request({ path: url.pathname });
    if (status === 404)
      throw new ConfigurationError('the publications service knows no such path (404)', {
        hint: 'check URL_PUBLICATIONS',
      });
    if (status >= 500)
      throw new UnavailableError(`the publications service answers ${status}`, {
        hint: 'look at the log of that service; until it works, webhooks stay owed',
      });
    return { value: true, detail: `answers at ${url.origin} (the secret is checked by the first webhook)` };
  });
}
