import type { Bench } from './bench.ts';
import { below, type Result } from './result.ts';
import { LARGE, SILENT } from './works.ts';

/** Time and memory of a run without changes at one size of catalogue. */
export interface Point {
  products: number;
  name: string;
  seconds: number;
  peakMb: number;
}

/** From here on the peer takes minutes, and is measured once. */
const LARGE_FOR_PEER = 1_000_000;

export async function sizes(bench: Bench, all: readonly number[]): Promise<Point[]> {
  const points: Point[] = [];
  for (const products of all) {
    bench.say(`${products.toLocaleString('en-US')} products`);
    await bench.empty();
    await bench.stock(products);
    const rounds = products > LARGE ? Math.min(3, bench.rounds) : bench.rounds;
    const nothing = undefined;
    const medians = {
      ...(await bench.alternate(
        { floor: bench.run.floor(), job: bench.run.job(['sync', '--json'], SILENT) },
        nothing,
        rounds,
      )),
      ...(bench.withoutPeer === undefined
        ? await bench.alternate(
            { peer: bench.run.peer({ notify: false }) },
            nothing,
            products < LARGE_FOR_PEER ? rounds : 1,
          )
        : {}),
    };
    for (const [name, { wallMs, peakMb }] of Object.entries(medians)) {
      points.push({ products, name, seconds: wallMs / 1000, peakMb });
    }
  }
  return points;
}

/** What the sizes say about a million products. */
export function million(points: readonly Point[]): Result[] {
  const jobAt = (products: number): Point | undefined =>
    points.find((point) => point.name === 'job' && point.products === products);
  const [large, largest] = [jobAt(LARGE), jobAt(1_000_000)];
  if (large === undefined || largest === undefined) return [];
  const ratio = largest.seconds / large.seconds;
  return [
    below('1,000,000 products, nothing changed: peak memory', 400, 'MB', largest.peakMb),
    {
      work: '1,000,000 products, nothing changed',
      measured: `${ratio.toFixed(1)} times (${largest.seconds.toFixed(1)} s)`,
      goal: 'at most 8 times the time of 100,000',
      met: ratio <= 8,
    },
  ];
}
