import { expect, test } from 'vitest';
import { isEnglish, withoutServersWords } from '../support/english.ts';
import { goods, offer } from '../support/goods.ts';
import { type JobResult, runJob } from '../support/job.ts';
import { sharedShop } from '../support/test-shop.ts';

const shop = await sharedShop();
offer(shop, goods(3));

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<JobResult> =>
  runJob(args, { ...shop.env, ...env });

test('JSON is English to the letter, whoever reads it', async () => {
  const told = async (LANG: string): Promise<object> => {
    const { report, log, stdout } = await run(['sync', '--json'], { LANG, BITCRAM_TOKEN: 'wrong' });
    const { reason } = JSON.parse(stdout) as { reason: string };
    return { reason, said: report.reason, messages: log.slice(0, -1).map(({ message }) => message) };
  };
  const spanish = await told('es_AR.UTF-8');
  expect(spanish).toEqual(await told('en_GB.UTF-8'));
  expect(spanish).toMatchObject({ reason: expect.stringMatching(/^Bitcram refuses the token/) as string });

  const examined = async (lang: string): Promise<string> =>
    (await run(['doctor', '--json', '--lang', lang], { CHECKOUT: '9' })).stdout;
  const findings = await examined('es');
  expect(findings).toBe(await examined('en'));
  expect(findings).toContain('Bitcram has no checkout 9');
});

test('`doctor` speaks the language of whoever reads it, through a pipe as well', async () => {
  const { stdout: well } = await run(['doctor', '--lang', 'es'], { ALERT_URL: 'http://127.0.0.1:9/' });
  const [checks = '', summary] = well.split('\n\n');
  // The sync before it, whose token was wrong, is something to look at.
  const count = checks.split('\n').length - 1;
  expect(well.match(/^bien {5}/gm)).toHaveLength(count);
  expect(well.match(/^ojo {6}última sincronización que leyó todo: .*, falló \(código 78\)/gm)).toHaveLength(
    1,
  );
  expect(summary).toBe(`${count} bien, 1 para mirar\n`);
  expect(well).toContain('base de datos: permisos para las alertas: todos los que necesita ALERT_URL');
  expectSpanish(well);

  const { stdout: ill, exitCode } = await run(['doctor'], {
    LANG: 'es',
    PASSWORD_DB: 'wrong',
    CHECKOUT: '9',
  });
  expect(exitCode).toBe(78);
  expect(ill).toMatch(
    /^FALLA {4}Bitcram y caja: Bitcram no tiene la caja 9\n {9}→ mirá con `npm run job -- discover`/m,
  );
  expect(ill).toMatch(/^omitido {2}base de datos: permisos: no se probó: mirá más arriba$/m);
  expectSpanish(ill);
});

test('`quarantine` and `discover` have their tables in the language of whoever reads them', async () => {
  expect((await run(['quarantine', '--lang', 'es'])).stdout).toBe('no hay nada para corregir\n');
  await shop.schema.query(
    `INSERT INTO sync_quarantine (list, subject, reason, item_id, raw, last_run_id, first_seen_at, last_seen_at)
     VALUES ('price_list', '7', 'bad_price', 7, '{}', 'r1', UTC_TIMESTAMP(), UTC_TIMESTAMP())`,
  );
  const { stdout: held } = await run(['quarantine', '--lang', 'es']);
  expect(held).toMatch(/^7\n {2}Para corregir desde el .* El programa no puede leer el precio\. Escribilo/);
  const { stdout: json } = await run(['quarantine', '--lang', 'es', '--json']);
  expect(json).toContain('"explanation":"the price is not a decimal number"');
  const { stdout: found } = await run(['discover', '--lang', 'es']);
  expect(found).toMatch(/CHECKOUT +id +abierta +depósito +lista de precios *\n1 +1001 +sí/);
});

function expectSpanish(printed: string): void {
  for (const line of printed.split('\n')) expect(isEnglish(withoutServersWords(line)), line).toBe(false);
}
