import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser as Chromium, chromium, type Page } from 'playwright-core';
import { beforeAll } from 'vitest';

/** Why tests of pages are skipped: `describe.skipIf(noBrowser)`. On a build server they fail instead, in `openBrowser`. */
export const noBrowser = process.env['CI'] ? undefined : process.env['TEST_NO_CHROMIUM'];

export interface PageOptions {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
  forcedColors?: 'active' | 'none';
  /** As the browser tells it to the page, such as `es-AR`. */
  language?: string;
  timeZone?: string;
  /** What the page's clock says when it is opened; the test moves it on. Else it is the machine's. */
  clockAt?: string;
  /** False as for who reads the page where no script may run. Then `violations()` never ends: axe-core is a script. */
  javaScript?: boolean;
}

export interface OpenPage {
  page: Page;
  /** What the console and the page's scripts called an error, so far. */
  errors: string[];
  /** The address of everything that the page asked for besides its own file or server. */
  requests: string[];
  /** What axe-core calls serious or critical, an element a line. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

export interface TestBrowser {
  /** Opens an HTML file as a person would by a double click. */
  openPage(file: string, options?: PageOptions): Promise<OpenPage>;
  /** Opens what a server on 127.0.0.1 has there; that server alone is reached. */
  openUrl(url: string, options?: PageOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

/** Nobody listens there. */
const DEAD_END = 'http://127.0.0.1:9';

/** One for all tests of a `describe`. */
export function browserBeforeAll(): TestBrowser {
  const browser = {} as TestBrowser;
  beforeAll(async () => {
    Object.assign(browser, await openBrowser());
    return () => browser.close();
  });
  return browser;
}

/** One for a test file; each page has a profile of its own in it. Whatever it asks for, it reaches nothing. */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = process.env['TEST_CHROMIUM'];
  if (!executablePath) {
    const reason = process.env['TEST_NO_CHROMIUM'] ?? 'run the tests with `npm test`, or set TEST_CHROMIUM';
    throw new Error(`no browser to test in: ${reason}`);
  }
  const browser = await chromium.launch({
    executablePath,
    // Root could not have one, nor is there one in what is unpacked without root.
    chromiumSandbox: false,
    // Chromium calls its maker at every start, whatever flags forbid it. playwright sends what goes to loopback there too.
    proxy: { server: DEAD_END },
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--disable-quic'],
  });
  return {
    openPage: (file, options = {}) => openPage(browser, pathToFileURL(file).href, options),
    openUrl: (url, options = {}) => openPage(browser, url, options),
    close: () => browser.close(),
  };
}

async function openPage(browser: Chromium, address: string, options: PageOptions): Promise<OpenPage> {
  const { width = 1280, height = 800, language, timeZone, clockAt, javaScript = true, ...media } = options;
  const { host, origin } = new URL(address);
  const context = await browser.newContext({
    ...(host !== '' && { proxy: { server: DEAD_END, bypass: host } }),
    viewport: { width, height },
    javaScriptEnabled: javaScript,
    ...media,
    ...(language !== undefined && { locale: language }),
    ...(timeZone !== undefined && { timezoneId: timeZone }),
  });
  const page = await context.newPage();
  if (clockAt !== undefined) await page.clock.install({ time: clockAt });
  const [errors, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('websocket', (socket) => requests.push(socket.url()));
  page.on('request', (request) => {
    const url = request.url().replace(/#.*$/, '');
    const isOwn = url === address || (host !== '' && url.startsWith(`${origin}/`));
    if (!isOwn && !/^(data|blob):/.test(url)) requests.push(url);
  });
  await page.goto(address);
  return { page, errors, requests, violations: () => violations(page), close: () => context.close() };
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<axe.Result[]>('axe.run().then(({ violations }) => violations)');
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
}
