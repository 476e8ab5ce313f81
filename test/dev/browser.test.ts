import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inBrowser, wantsBrowser } from '../../dev/browser/tests.ts';
import { noBrowser, openBrowser, type PageOptions, type TestBrowser } from '../support/browser.ts';
import { listen } from '../support/tcp.ts';

test('a browser is looked for unless the arguments name other tests', () => {
  expect(inBrowser).toContain('test/dev/browser.test.ts');
  expect(inBrowser).not.toContain('test/dev/setup.test.ts');
  for (const args of [[], ['test/dev'], ['-t', 'page'], ['--bail', '1'], ['./test/dev/setup.test.ts:3']]) {
    expect(wantsBrowser(args), args.join(' ')).toBe(true);
  }
  for (const args of [['test/dev/setup'], ['test/platform', '-t', 'a'], ['--bail=1', 'setup.test']]) {
    expect(wantsBrowser(args), args.join(' ')).toBe(false);
  }
});

test('who names a browser gets that one, and no other in its stead', async () => {
  const run = promisify(execFile)(process.execPath, ['dev/browser.ts'], {
    env: { ...process.env, TEST_CHROMIUM: '/nowhere/chromium' },
  });
  await expect(run).rejects.toMatchObject({
    code: 69,
    stdout: '',
    stderr: expect.stringContaining(
      'The browser that TEST_CHROMIUM names, /nowhere/chromium, does not start:',
    ) as string,
  });
});

describe.skipIf(noBrowser)('in a browser', () => {
  let browser: TestBrowser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'));
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open({ head = '', body }: { head?: string; body: string }, options?: PageOptions) {
    const file = join(folder, 'página 1.html');
    writeFileSync(
      file,
      `<!doctype html><html lang="es"><meta charset="utf-8"><title>Corrida</title>${head}<main><h1>Corrida</h1>${body}</main>`,
    );
    return browser.openPage(file, options);
  }

  test('a page that keeps to itself has no errors, requests or violations', async () => {
    const { page, errors, requests, violations, close } = await open({
      head: '<link rel="icon" href="data:,"><style>main { color: #222 }</style>',
      body: '<label>Producto <input></label><a href="#x">más</a><p id="x">…</p><img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    });
    await page.click('a');
    expect({ errors, requests, violations: await violations() }).toEqual({
      errors: [],
      requests: [],
      violations: [],
    });
    await close();
  });

  test('an error on the console and one that a script throws are found', async () => {
    const { errors, close } = await open({
      body: '<script>console.error("falta el precio"); console.log("bien"); nowhere()</script>',
    });
    expect(errors).toEqual(['falta el precio', 'ReferenceError: nowhere is not defined']);
    await close();
  });

  test('whatever the page asks for is found, and reaches nothing, not even this machine', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    const here = `127.0.0.1:${await listen(server)}`;
    const { page, requests, close } = await open({
      body:
        '<img alt="" src="https://outside.example/a.png"><script src="beside.js"></script>' +
        `<img alt="" src="http://${here}/b.png"><script>new WebSocket("ws://${here}/c")</script>`,
    });
    await page.waitForLoadState('networkidle');
    expect(requests.map((url) => url.replace(/^file:.*\//, 'file:')).toSorted()).toEqual([
      'file:beside.js',
      `http://${here}/b.png`,
      'https://outside.example/a.png',
      `ws://${here}/c`,
    ]);
    expect(connections).toBe(0);
    await close();
    server.close();
  });

  test('a field without a label and a text too pale to read are found, where a page forbids scripts too', async () => {
    const { violations, close } = await open({
      head: `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
      body: '<input><p style="color: #ccc; background: #fff">stock</p>',
    });
    const found = await violations();
    expect(found.map((line) => line.replace(/:.*\(/, ' ('))).toEqual(['color-contrast (p)', 'label (input)']);
    await close();
  });

  test('a page is shown in the size, the colours and the language that are asked for', async () => {
    const { page, close } = await open(
      { body: '' },
      {
        width: 360,
        height: 640,
        colorScheme: 'dark',
        language: 'es-AR',
        timeZone: 'America/Argentina/Salta',
      },
    );
    const seen = await page.evaluate(`({
      width: innerWidth,
      dark: matchMedia('(prefers-color-scheme: dark)').matches,
      language: navigator.language,
      number: (12345.5).toLocaleString(),
      zone: new Date(0).getTimezoneOffset(),
    })`);
    expect(seen).toEqual({ width: 360, dark: true, language: 'es-AR', number: '12.345,5', zone: 180 });
    await close();
  });
});
