import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openSpreadsheet, SpreadsheetError } from '../../src/spreadsheets/index.ts';

const FORGETS = '/proc/self/clear_refs';
const isForgotten = existsSync(FORGETS);

/** The most memory that the process had since it was forgotten last, in kB. Only Linux forgets; elsewhere what it has now. */
function peakKb(): number {
  if (!isForgotten) return process.memoryUsage.rss() / 1024;
  const [, kb] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kb);
}

function forgetPeak(): void {
  if (isForgotten) writeFileSync(FORGETS, '5');
}

/** Reads the files that are named, and says of each why it was refused, and what that took: a process of its own has its own memory. */
for (const path of process.argv.slice(2)) {
  const cpu = process.cpuUsage();
  forgetPeak();
  const before = peakKb();
  let why: unknown = null;
  let rows = 0;
  try {
    await using book = await openSpreadsheet(path);
    for await (const row of book.rows()) rows += row.number > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof SpreadsheetError)) throw error;
    ({ why } = error);
  }
  const { user, system } = process.cpuUsage(cpu);
  const grownKb = peakKb() - before;
  console.log(JSON.stringify({ path, why, rows, cpuMs: (user + system) / 1000, grownKb }));
}
