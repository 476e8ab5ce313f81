import { afterEach, expect, test } from 'vitest';
import { type AIR_OPTIONS, readAir } from '../../dev/simulate/air/flags.ts';
import { serveAir } from '../../dev/simulate/air/serve.ts';

type Served = Awaited<ReturnType<typeof serveAir>>;
let served: Served | undefined;
afterEach(() => served?.close());

/** Starts it as `npm run simulate -- --air` does, logs in, and asks what `.env` would point the job at. */
async function simulated(flags: Partial<Record<Exclude<keyof typeof AIR_OPTIONS, 'air'>, string>>) {
  const asked = readAir({ air: true, 'air-port': '0', 'air-articles': '3', 'air-detail-ms': '0', ...flags });
  if (asked === undefined) throw new Error('no Air is asked for');
  served = await serveAir(asked, 0);
  const env = Object.fromEntries(
    served.environment
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  ) as Record<string, string>;
  const answerTo = async (query: string, token = '') => {
    const answer = await fetch(`${env['URL_AIR']}/?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: answer.status, text: await answer.text() };
  };
  const { text } = await answerTo(`q=login&user=${env['USER_AIR']}&pass=${env['PASSWORD_AIR']}`);
  const token = /"token":"([^"]+)/.exec(text)?.[1];
  return (query: string) => answerTo(query, token);
}

test('a page past the end is notices as often as it is asked to be, and then an empty list', async () => {
  const ask = await simulated({ 'air-past-end': '2' });
  for (const isNotices of [true, true, false]) {
    const { status, text } = await ask('q=syp&page=1');
    expect([status, text === '[]', text.startsWith('<br />')]).toEqual([200, !isNotices, isNotices]);
  }
});

test('notices stand where they are asked for, and the JSON around them is whole', async () => {
  const ask = await simulated({ 'air-notices': '100', 'air-notice-place': 'inside' });
  const { text } = await ask('q=syp&page=0');
  expect(text).toMatch(/^\[\{[^<]*<br \/>\s*<b>Notice/);
  expect(JSON.parse(text.replace(/<br \/>\s*<b>Notice[^]*?<\/b><br \/>\s*/, ''))).toHaveLength(3);
});

test('a token is refused after its calls, and every call after those that Air takes', async () => {
  const byToken = await simulated({ 'air-token-calls': '1' });
  expect([(await byToken('q=syp&page=0')).status, (await byToken('q=syp&page=0')).status]).toEqual([
    200, 401,
  ]);
  await served?.close();
  const byCalls = await simulated({ 'air-calls': '2' });
  expect((await byCalls('q=syp&page=0')).status).toBe(200);
  expect(await byCalls('q=syp&page=0')).toMatchObject({
    status: 403,
    text: expect.stringContaining('Too many queries') as string,
  });
});

test('a flag of Air without --air is refused', () => {
  expect(() => readAir({ air: false, 'air-past-end': '2' })).toThrow('give --air too');
});
