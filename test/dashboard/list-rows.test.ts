import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { list } from '../../src/dashboard/page/list.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { browserBeforeAll, noBrowser } from '../support/browser.ts';
import { PROJECT } from '../support/project.ts';
import { wordingsOf } from '../support/wordings.ts';

const COUNTS = [1, 5, 6, 7, 10, 11, 30];

function listOf(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => ({
    product_id: index + 1,
    name: `P${index + 1}`,
  }));
  const wording = wordingsOf(zoneOf('UTC'), '2026-11-22T12:00:00.000Z').es;
  return list(
    {
      ...{ id: `of-${count}`, kind: 'numbers', heading: 'Precios', none: '', columns: ['Cambio'] },
      part: { count, rows },
      cells: ({ product_id: id }) => [{ shown: String(id), value: id }],
    },
    wording,
  ).text;
}

describe.skipIf(noBrowser)('in a browser', { timeout: 60_000 }, () => {
  const browser = browserBeforeAll();

  test.each([
    [390, true],
    [390, false],
    [1280, true],
  ])('no row of a list is out of reach: %i pixels wide, scripts %s', async (width, javaScript) => {
    const folder = mkdtempSync(join(tmpdir(), 'list-test-'));
    const file = join(folder, 'lists.html');
    const [style, program] = ['page.css', 'page.js'].map((name) =>
      readFileSync(join(PROJECT, 'dist/dashboard', name), 'utf8'),
    );
    writeFileSync(
      file,
      `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${style}</style>
       ${COUNTS.map(listOf).join('')}<script type="application/json" id="data">{"locale":"es-AR"}</script><script>${program}</script>`,
    );
    const { page, close } = await browser.openPage(file, { width, javaScript });
    for (const count of COUNTS) {
      const rows = page.locator(`#of-${count} tbody tr:visible`);
      const button = page.locator(`#of-${count} > details > summary`);
      const first = width === 390 ? 5 : 10;
      expect(await rows.count()).toBe(Math.min(count, first));
      expect(await button.isVisible()).toBe(count > first);
      if (count <= first) continue;
      expect(await button.innerText()).toContain(`Mostrar los ${count}`);
      if (javaScript) {
        await page.locator(`#of-${count} thead button`).last().click();
        expect(await rows.first().innerText()).toContain(`P${count}`);
      }
      await button.click();
      expect(await rows.count()).toBe(count);
    }
    await close();
    rmSync(folder, { recursive: true });
  });
});
