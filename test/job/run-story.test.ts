import { expect, test } from 'vitest';
import { changed, goods, offer } from '../support/goods.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(30);

const shop = freshShop();
const told = async (...flags: string[]): Promise<string> => {
  const { stdout, stderr, exitCode } = await shop.run('runs', 'show', ...flags);
  expect(exitCode, stderr).toBe(0);
  return stdout;
};

/** The run that the guard stopped. */
async function stopped(): Promise<string> {
  offer(shop, ALL);
  await shop.run('sync');
  offer(
    shop,
    changed(ALL, () => ({ price: 1 })),
  );
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 77 });
  return String(report['run_id']);
}

/** The run during which the channel takes nothing. */
async function outage(): Promise<string> {
  offer(shop, ALL);
  await shop.run('sync');
  shop.publications.intercept(() => ({ status: 503 }));
  offer(
    shop,
    changed(ALL, ({ id }) => (id < 3 ? { price: 5000 } : undefined)),
  );
  const { report } = await shop.run('sync');
  return String(report['run_id']);
}

test('`runs show` says what happened, what it means and what to do; its examples come once, the technical part last', async () => {
  const runId = await stopped();
  const spanish = await told(runId, '--lang', 'es');
  const parts = [
    /^Sincronización del .*\nSe detuvo a los .*\n/,
    /\nLa sincronización se detuvo antes de cargar: .* El stock quedó como estaba el 20\d\d-.*todavía no se publicó\.\n/,
    /\nQué hacer: \S/,
    /\nDetalles técnicos: sync\.guarded · código 77\n/,
    new RegExp(`\nSincronización ${runId}; con --json .*\n$`),
  ];
  const at = parts.map((part) => spanish.search(part));
  expect(at).not.toContain(-1);
  expect(at).toEqual(at.toSorted((a, b) => a - b));
  expect(spanish.match(/Producto 30/g)).toHaveLength(1);
  const english = await told(runId);
  expect(english).toMatch(
    /\nThe sync stopped before it loaded anything: .*\nWhat to do: \S[^]*\nTechnical details: /,
  );
});

test('of what is over, `runs show` says what put an end to it, and no longer what to do', async () => {
  const runId = await stopped();
  offer(shop, ALL);
  await shop.run('sync');
  const spanish = await told(runId, '--lang', 'es');
  expect(spanish).toMatch(
    /Ya se resolvió: la sincronización que empezó el 20\d\d-\d\d-\d\d \d\d:\d\d cargó bien\./,
  );
  expect(spanish).not.toMatch(/Qué hacer|todavía no/);
  expect(spanish).toContain('Detalles técnicos: sync.guarded');
  const english = await told(runId);
  expect(english).toContain('It is solved: the sync that began at 20');
  for (const said of [spanish, english]) expect(said).not.toMatch(/--force|ejecutá|run `/);
  expect(await told('last')).not.toMatch(/solved|What to do|Technical/);
});

test('of an outage that is over, `runs show` does not say who is going to send it', async () => {
  const runId = await outage();
  expect(await told(runId, '--lang', 'es')).toContain('la próxima sincronización, o `npm run job -- notify`');
  shop.publications.intercept(() => undefined);
  await shop.run('sync');
  const spanish = await told(runId, '--lang', 'es');
  expect(spanish).toMatch(/Ya se resolvió[^]*\nDetalles técnicos: channels\.still_pending/);
  expect(spanish).not.toMatch(/la próxima sincronización|notify/);
});

test('of an outage `runs show` names whom to call, not the request that failed', async () => {
  await outage();
  const spanish = await told('last', '--lang', 'es');
  expect(spanish).toMatch(/\nMercado Libre no tomó ningún producto[^]*\nQué hacer: .*llamá al proveedor/);
  await shop.schema.query(`UPDATE channel_outbox SET owed_at = UTC_TIMESTAMP(3) - INTERVAL 3 HOUR`);
  expect(await told('last', '--lang', 'es')).toMatch(/\nQué hacer: .*3 horas/);
});
