import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/platform/errors.ts';
import { isEnglish, withoutServersWords } from '../support/english.ts';
import { goods, offer, seed } from '../support/goods.ts';
import { type JobResult, startJob } from '../support/job.ts';
import { onceListening } from '../support/preload.ts';
import { openShop, type Shop } from '../support/shop.ts';

const KNOWN = goods(50);

let shop: Shop;
let unmigrated: Shop;
beforeAll(async () => {
  [shop, unmigrated] = await Promise.all([openShop(), openShop({ migrate: false })]);
  await seed(shop, KNOWN);
});
afterAll(() => Promise.all([shop.close(), unmigrated.close()]));
afterEach(() => {
  shop.bitcram.intercept();
  shop.publications.intercept();
});

/** How to bring about an end, and what each reader reads of it: what was attempted, what happened and what to do. */
interface End {
  what: string;
  code: number;
  args?: string[];
  env?: () => Record<string, string>;
  arrange?: () => void;
  /** Sent once Bitcram is asked for the price list. */
  signal?: NodeJS.Signals;
  spanish: RegExp;
  english: RegExp;
}

const hangOn = (endpoint: string): void =>
  shop.bitcram.intercept((request) => (request.endpoint === endpoint ? () => undefined : undefined));

const ENDS: End[] = [
  {
    what: 'a schema that is up to date',
    code: EXIT.ok,
    args: ['migrate'],
    spanish: /INFO: el esquema está al día/,
    english: /INFO: the schema is up to date/,
  },
  {
    what: 'a value that an option does not take',
    code: EXIT.usage,
    args: ['sync', '--mode', 'half'],
    spanish:
      /'half' no sirve como valor de --mode <mode>\. Los valores posibles son flash, delta, deep, full\.\n$/,
    english: /'half' is no value for --mode <mode>\. Allowed choices are flash, delta, deep, full\.\n$/,
  },
  {
    what: 'a run that does not exist',
    code: EXIT.usage,
    args: ['runs', 'show', 'r1'],
    spanish: /ERROR: no existe la sincronización r1; `npm run job -- runs` las muestra/,
    english: /ERROR: there is no run r1; `npm run job -- runs` lists them/,
  },
  {
    what: 'a list that is none, read twice',
    code: EXIT.source,
    arrange: () =>
      shop.bitcram.intercept(({ endpoint }) =>
        endpoint === 'price_list' ? { status: 200, body: '<html>' } : undefined,
      ),
    spanish:
      /WARNING: Bitcram responde a GET \S+ \(página 1\) con 6 bytes que no son JSON: <html>; se lee todo una vez más\n.*ERROR: Bitcram responde .*; la próxima sincronización la lee de nuevo; si sigue/,
    english:
      /WARNING: Bitcram answers GET \S+ \(page 1\) with 6 bytes that are no JSON: <html>; everything is read once more\n.*ERROR: Bitcram answers .*; the next run reads it again; if it stays/,
  },
  {
    what: 'a database that is not there',
    code: EXIT.unavailable,
    env: () => ({ PORT_DB: '9' }),
    spanish:
      /ERROR: no hay conexión con la base de datos al iniciar sesión en la base de datos en \S+:9 como \S+: .*ECONNREFUSED.*; verificá HOST_DB y PORT_DB, que la base de datos/,
    english:
      /ERROR: cannot reach the database while trying to log in to the database at \S+:9 as \S+: .*ECONNREFUSED.*; check HOST_DB and PORT_DB, that the database/,
  },
  {
    what: 'a Bitcram that fails and asks for patience',
    code: EXIT.unavailable,
    arrange: () => shop.bitcram.intercept(() => ({ status: 503, headers: { 'retry-after': '100' } })),
    spanish:
      /ERROR: Bitcram responde 503 a GET \S+ y pide esperar 100 s; el servicio falla o está sobrecargado; la próxima/,
    english:
      /ERROR: Bitcram answers 503 to GET \S+ and asks to wait 100 s; the service is failing or overloaded; the next/,
  },
  {
    what: 'a receiver that is down',
    code: EXIT.unavailable,
    env: () => ({ URL_PUBLICATIONS: 'http://127.0.0.1:9/', MISSING_PRODUCTS: 'keep' }),
    arrange: () => offer(shop, goods(51)),
    spanish:
      /ERROR: queda 1 cambio sin enviar: no hay conexión con el servicio de publicaciones: connect ECONNREFUSED [\d.:]+; lo envía la próxima sincronización, o `npm run job -- notify`/,
    english:
      /ERROR: 1 webhook still pending: cannot reach the publications service: connect ECONNREFUSED [\d.:]+; the next run, or `npm run job -- notify`, sends it/,
  },
  {
    what: 'an error that nobody catches',
    code: EXIT.bug,
    env: () => ({ NODE_OPTIONS: onceListening(`setTimeout(() => { throw new Error('xyz'); }, 1500);`) }),
    arrange: () => hangOn('price_list'),
    spanish: /CRITICAL: error inesperado: xyz; ejecutá de nuevo con LOG_LEVEL=debug/,
    english: /CRITICAL: unexpected: xyz; run again with LOG_LEVEL=debug/,
  },
  {
    what: 'products that vanish and lose their price',
    code: EXIT.guard,
    arrange: () =>
      offer(shop, [...goods(10).map((good) => ({ ...good, price: null })), ...goods(35).slice(10)]),
    spanish:
      /ERROR: detenida antes de cargar: 16 de 51 productos desaparecerían de la lista de precios \(31,4 %, se permite 20 %; los mayores: .*\); 10 de 35 productos perderían su precio .*; revisá la lista de precios y el stock en el sistema de origen; si están bien, ejecutá `npm run job -- sync --force` una vez/,
    english:
      /ERROR: stopped before loading: 16 of 51 products would vanish from the price list \(31\.4 %, 20 % allowed; the largest: .*\); 10 of 35 products would lose their price .*; look at the list of prices and stock in the source; if it is right, run `npm run job -- sync --force` once/,
  },
  {
    what: 'variables that are wrong and missing',
    code: EXIT.configuration,
    env: () => ({ CHECKOUT: 'uno', SECRET_PUBLICATIONS: '' }),
    spanish:
      /ERROR: la configuración tiene errores:\n +CHECKOUT debe ser un número entero de 1 a \d+, uno de los que muestra `npm run job -- discover`\n +falta SECRET_PUBLICATIONS: debe ser un texto, o estar en un secreto que nombra SECRET_PUBLICATIONS_SECRET_ID \(o NOTIFY=off\)\n +→ docs\/configuration\.md .* `npm run job -- init`/,
    english:
      /ERROR: the environment is wrong:\n +CHECKOUT must be a whole number from 1 to \d+, one of those that `npm run job -- discover` lists\n +SECRET_PUBLICATIONS is missing: it must be a text, or in a secret that SECRET_PUBLICATIONS_SECRET_ID names \(or NOTIFY=off\)\n +→ docs\/configuration\.md explains every variable, and `npm run job -- init`/,
  },
  {
    what: 'a password that is refused',
    code: EXIT.configuration,
    env: () => ({ PASSWORD_DB: 'wrong' }),
    spanish:
      /ERROR: no se pudo iniciar sesión en la base de datos en \S+ como \S+: Access denied .*; verificá USER_DB y PASSWORD_DB/,
    english:
      /ERROR: could not log in to the database at \S+ as \S+: Access denied .*; check USER_DB and PASSWORD_DB/,
  },
  {
    what: 'a schema without tables',
    code: EXIT.configuration,
    env: () => unmigrated.env,
    spanish: /ERROR: al esquema le falta 001_\w+\.sql.*; ejecutá `npm run job -- migrate`/,
    english: /ERROR: the schema lacks 001_\w+\.sql.*; run `npm run job -- migrate`/,
  },
  {
    what: 'a token that is refused',
    code: EXIT.configuration,
    env: () => ({ BITCRAM_TOKEN: 'wrong' }),
    spanish:
      /ERROR: Bitcram rechaza el token \(401 a GET \S+\); un token dura unos 7 días: iniciá sesión de nuevo/,
    english: /ERROR: Bitcram refuses the token \(401 to GET \S+\); a token lives about 7 days: log in again/,
  },
  ...(['SIGINT', 'SIGTERM'] as const).map((signal) => ({
    what: signal,
    code: signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm,
    arrange: () => hangOn('price_list'),
    signal,
    spanish: new RegExp(
      `ERROR: detenida por ${signal}; lo que ya se cargó queda; la próxima sincronización continúa`,
    ),
    english: new RegExp(`ERROR: stopped by ${signal}; what was committed stays; the next run goes on`),
  })),
];

test('every exit code is among them', () => {
  const locked = EXIT.locked;
  expect(new Set([locked, ...ENDS.map(({ code }) => code)])).toEqual(new Set(Object.values(EXIT)));
});

test.each(ENDS)('$what ($code) is told in the language of whoever reads it', async (end) => {
  const spanish = await endOf(end, { LANG: 'es_AR.UTF-8', LOG_FORMAT: 'pretty' });
  const english = await endOf(end, { LANG: 'en_GB.UTF-8', LOG_FORMAT: 'pretty' });
  expectSpanish(spanish, end.spanish);
  expect(english.stderr).toMatch(end.english);
});

test('a lock that another run holds (75) is told in the language of whoever reads it', async () => {
  hangOn('price_list');
  const holder = startJob(['sync'], shop.env);
  await asked();
  const run = (lang: string) => startJob(['migrate'], { ...shop.env, LANG: lang, LOG_FORMAT: 'pretty' }).done;
  const spanish = await run('es_AR.UTF-8');
  const english = await run('C.UTF-8');
  holder.process.kill('SIGKILL');
  await holder.done;
  expect([spanish.exitCode, english.exitCode]).toEqual([EXIT.locked, EXIT.locked]);
  expectSpanish(
    spanish,
    /WARNING: otra sincronización tiene el bloqueo del esquema \w+: sync \S+, desde .* UTC, última señal de vida .* UTC \(conexión \d+ de la base de datos\); no se la interrumpe; la próxima sincronización programada/,
  );
  expect(english.stderr).toMatch(
    /WARNING: another run holds the lock of the schema \w+: sync \S+, since .* UTC, last sign of life .* UTC \(database connection \d+\); it is left alone; the next scheduled run/,
  );
});

async function endOf(
  { code, args = ['sync'], env = () => ({}), arrange, signal }: End,
  reader: Record<string, string>,
): Promise<JobResult> {
  offer(shop, KNOWN);
  arrange?.();
  const job = startJob(args, { ...shop.env, ...env(), ...reader });
  if (signal !== undefined) {
    await asked();
    job.process.kill(signal);
  }
  const result = await job.done;
  shop.bitcram.intercept();
  shop.bitcram.requests.length = 0;
  expect(result.exitCode, result.stderr).toBe(code);
  return result;
}

function asked(): Promise<boolean> {
  return vi.waitUntil(() => shop.bitcram.requests.some(({ endpoint }) => endpoint === 'price_list'), {
    timeout: 20_000,
  });
}

/** The report's own lines, which begin with a run or follow it, are worded by the report. */
function expectSpanish({ stderr }: JobResult, told: RegExp): void {
  expect(stderr).toMatch(told);
  const lines = stderr.split('\n').filter((line) => !/: (?:sync|notify) \S+ \w+ \(/.test(line));
  for (const line of lines) {
    const own = withoutServersWords(line.replace(/^\[[\d:]+\] [A-Z]+: /, ''));
    expect(isEnglish(own), own).toBe(false);
  }
}
