import type { Bench } from './bench.ts';
import { JOB_SCHEMA } from './contenders.ts';
import { type Measure, measure, median } from './measure.ts';
import { type Result, seconds } from './result.ts';

const DAYS = { with: '30', without: '0' } as const;

/** What it costs to keep what changed: each run finds its changes to make, and neither has old ones to remove. */
export async function history(bench: Bench, products: number, changedPercent: number): Promise<Result[]> {
  await bench.stock(products);
  const measures: Record<keyof typeof DAYS, Measure[]> = { with: [], without: [] };
  let turn = 0;
  for (let round = 0; round < bench.rounds; round += 1) {
    // Who comes first in one round comes last in the next.
    const order = round % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const);
    for (const name of order) {
      turn += 1;
      await bench.shop.serve(products, turn % 2 === 0 ? 0 : changedPercent);
      await bench.sql(`TRUNCATE ${JOB_SCHEMA}.sync_change`);
      const job = bench.run.job(['sync', '--json', '--force'], { HISTORY_DAYS: DAYS[name] });
      measures[name].push(await measure(job));
      bench.say(`  ${name} history ${Math.round(measures[name].at(-1)?.wallMs ?? NaN)} ms`);
    }
  }
  const [having, lacking] = [measures.with, measures.without].map((each) =>
    median(each.map(({ wallMs }) => wallMs)),
  );
  const ratio = (having ?? NaN) / (lacking ?? NaN);
  const what = changedPercent === 100 ? 'every price changed' : `${changedPercent} % changed`;
  return [
    {
      work: `${products.toLocaleString('en-US')} products, ${what}, webhooks sent: history kept against not kept`,
      measured: `${ratio.toFixed(2)} times (${seconds(having ?? NaN)} against ${seconds(lacking ?? NaN)})`,
      goal: 'at most 1.1 times',
      met: ratio <= 1.1,
    },
  ];
}
