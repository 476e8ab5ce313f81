import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * The most memory that this process had resident, in MB. `resourceUsage` starts from what the process that spawned this one
 * had, on Linux: a small job would seem as large as its parent.
 */
export function peakRssMb(): number {
  const kilobytes = ownPeakKb() ?? process.resourceUsage().maxRSS;
  return Math.round(kilobytes / 1024);
}

/** Undefined where there is no Linux. */
function ownPeakKb(): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes);
  } catch {
    return undefined;
  }
}

/**
 * Gives back what a run left behind. V8 alone would let it lie until its heap has grown to several times what one run needs,
 * and a process with many runs would need the more memory the more there are.
 */
export function tidyUp(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/**
 * For a process that stays. What is in hand just outlives the space for young objects, and V8 by itself would let what is left of it lie until
 * there is several times as much as is in use. From now on it looks whenever there is so much more, in percent: the less, the more time it takes.
 */
export function staySmall(morePercent = 50): void {
  setFlagsFromString(`--heap-growing-percent=${morePercent}`);
}
