import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runJob } from '../support/job.ts';
import { type AlertReceiver, sharedReceiver } from '../support/receiver.ts';
import { type Listed, twoMarketsBeforeEach, typeInShopify } from '../support/two-markets.ts';

const markets = twoMarketsBeforeEach();
let receiver: AlertReceiver;
beforeAll(async () => {
  receiver = await sharedReceiver();
});

/** A shop in which somebody emptied so many of ten listings in Shopify. */
async function emptied(count: number): Promise<readonly Listed[]> {
  const listed = await markets.list(10);
  for (const each of listed.slice(0, count)) typeInShopify(each, 0);
  return listed;
}

const reconcile = (...flags: string[]) =>
  runJob(['reconcile', '--channel', 'shopify', ...flags], markets.env({ ALERT_URL: receiver.url }));
const alertsSince = (before: number) => receiver.alerts.slice(before).map(({ body }) => body);
const told = async (...args: string[]) => (await runJob(args, markets.env())).stdout;

test('it is a run: `runs` lists it, `runs show` tells what it found', async () => {
  await emptied(1);
  const { log } = await reconcile();
  expect(log.at(-1)?.['message']).toMatch(
    /^Done in [\d.]+ s: shopify: 10 listings compared, 1 differed: 1 corrected\. shopify: 1 listing shows the right stock, none pending\.$/,
  );
  expect(await told('runs')).toMatch(/ reconcile shopify +succeeded /);
  expect(await told('runs', 'show', 'last')).toMatch(
    /^Reconcile of .*\.\nDone in .*: shopify: 10 listings compared, 1 differed: 1 corrected\./,
  );
  expect(await told('runs', 'show', 'last', '--lang', 'es')).toMatch(
    /^Comparación del .*\.\nListo en .*: shopify: 10 publicaciones comparadas, 1 difería: 1 corregida\./,
  );
});

test('the page says when each marketplace was compared and what differed, and counts it for no load', async () => {
  const listed = await emptied(1);
  await reconcile();
  typeInShopify(listed[4] as Listed, 1);
  typeInShopify(listed[5] as Listed, 1);
  await reconcile();
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-page-'));
  try {
    const page = async (language: string): Promise<string> => {
      const file = join(folder, `${language}.html`);
      const { exitCode, stderr } = await runJob(['report', '--out', file, '--lang', language], markets.env());
      expect(exitCode, stderr).toBe(0);
      return readFileSync(file, 'utf8');
    };
    expect(await page('en')).toMatch(
      /The 10 listings in Shopify were compared with the stock at \d\d:\d\d: 2 showed something else, as if somebody had typed it there: 2 corrected\. In the 24 hours before, 1 was corrected\./,
    );
    expect(await page('es')).toMatch(
      /Las 10 publicaciones de Shopify se compararon con el stock a las? \d\d:\d\d: 2 mostraban otra cosa, como si alguien la hubiera puesto ahí: se corrigieron 2\. En las 24 horas anteriores se corrigió 1\./,
    );
    await markets.books.schema.query(
      `INSERT INTO channel_outbox (channel, subject_id, \`key\`, owed_at, next_at)
       VALUES ('shopify', 101, 'pending', NOW(3), NOW(3) + INTERVAL 1 DAY)`,
    );
    await reconcile();
    expect(await page('en')).toMatch(
      /Of 10 listings in Shopify 9 were compared .*: none showed anything else\./,
    );
    expect(await page('es')).toMatch(/De 10 publicaciones de Shopify se compararon 9 .*: ninguna difería\./);
    await markets.books.schema.query('DELETE FROM channel_outbox WHERE subject_id = 101');
    for (const each of listed.slice(0, 5)) typeInShopify(each, 0);
    await reconcile();
    const stopped = await page('es');
    expect(stopped).toMatch(/5 mostraban otra cosa, tantas que no se corrigió ninguna\./);
    expect(stopped).toMatch(/Qué hacer:<\/strong> Fijate si alguien puso otras cantidades/);
    const model = JSON.parse(await told('report', '--json', '--out', join(folder, 'page.html'))) as {
      state: object;
      drift: object[];
      by_day: { runs: number }[];
    };
    expect(model).toMatchObject({
      state: { stock: 'never', level: 'attention' },
      drift: [
        {
          channel: 'shopify',
          listings: 10,
          compared: 10,
          drifted: 5,
          corrected: 0,
          stopped: true,
          corrected_in_day: 3,
        },
      ],
    });
    expect(model.by_day.at(-1)?.runs).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what the limit stops says what to do, and is alerted once, until one goes well', async () => {
  await emptied(3);
  const before = receiver.alerts.length;
  await reconcile();
  await reconcile();
  const story = await told('runs', 'show', 'last', '--lang', 'es');
  expect(story).toMatch(/\nTantas publicaciones muestran otra cosa que la que deberían/);
  expect(story).toMatch(/\nQué hacer: Fijate si alguien puso otras cantidades/);
  expect(story).toMatch(
    /\nDetalles técnicos: reconcile\.too_many · código 77\n3 de 10 publicaciones en Shopify/,
  );
  await reconcile('--force');
  expect(alertsSince(before)).toMatchObject([
    { event: 'sync.trouble', exit_code: 77, troubles: [{ kind: 'reconcile shopify:77', runs: 1 }] },
    { event: 'sync.well', troubles: [] },
  ]);
  const [, stopped] = (JSON.parse(await told('runs', '--json')) as { run_id: string }[]).map(
    (run) => run.run_id,
  );
  expect(await told('runs', 'show', String(stopped))).toMatch(
    /It is solved: the comparison that began at .* went well\./,
  );
});

test('a marketplace that is away is alerted where it could not be compared three times', async () => {
  await emptied(1);
  markets.shopify.simulator.fail({ fault: '401', times: Infinity });
  const before = receiver.alerts.length;
  expect((await reconcile()).exitCode).toBe(78);
  expect(alertsSince(before)).toMatchObject([{ troubles: [{ kind: 'reconcile shopify:78' }] }]);
  markets.shopify.simulator.heal();
  markets.shopify.simulator.fail({ fault: '503', times: Infinity });
  const codes: (number | null)[] = [];
  for (let times = 1; times <= 3; times += 1) codes.push((await reconcile()).exitCode);
  expect(codes).toEqual([69, 69, 69]);
  expect(alertsSince(before + 1)).toMatchObject([{ troubles: [{ kind: 'reconcile shopify:69', runs: 3 }] }]);
});
