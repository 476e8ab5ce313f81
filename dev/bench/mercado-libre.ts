import { type MercadoLibreSimulator, startMercadoLibre } from '../simulate/mercado-libre/mercado-libre.ts';
import { stockUp } from '../simulate/mercado-libre/trade.ts';
import { syntheticCatalogue } from '../simulate/synthetic.ts';
import type { Bench } from './bench.ts';
import { JOB_SCHEMA } from './contenders.ts';
import { measure, median } from './measure.ts';
import type { Result } from './result.ts';
import { SILENT } from './works.ts';

const CHANGED = 1000;
const LATENCY_MS = 20;
/** Requests that the job has on their way at once. */
const AT_ONCE = 8;

/** A run that changes many listings, where nothing limits it but how long a request takes. */
export async function mercadoLibre(bench: Bench): Promise<Result[]> {
  const meli = await startMercadoLibre({ latencyMs: LATENCY_MS, perSecond: 1_000_000 });
  try {
    await bench.empty();
    await listed(bench, meli);
    const ratios: number[] = [];
    for (let round = 1; round <= bench.rounds; round += 1) {
      await bench.shop.restock(CHANGED, round);
      meli.forgetRequests();
      const { said } = await measure(bench.run.job(['sync', '--json'], ofMercadoLibre(meli)));
      const { accepted, duration_ms: jobMs } = (said as unknown as SoldSaid).channels.mercadolibre;
      if (accepted !== CHANGED) throw new Error(`${accepted} of ${CHANGED} listings were accepted`);
      const waitedMs = (meli.requests.length * LATENCY_MS) / AT_ONCE;
      bench.say(`  ${jobMs} ms, of which ${Math.round(waitedMs)} ms for ${meli.requests.length} requests`);
      ratios.push(jobMs / waitedMs);
    }
    const ratio = median(ratios);
    return [
      {
        work: `1,000 changed listings in Mercado Libre, ${LATENCY_MS} ms a request, ${AT_ONCE} at once`,
        measured: `${ratio.toFixed(2)} times`,
        goal: 'at most 1.2 times the waiting time of its requests',
        met: ratio <= 1.2,
      },
    ];
  } finally {
    await meli.close();
  }
}

interface SoldSaid {
  channels: { mercadolibre: { accepted: number; duration_ms: number } };
}

/** The job's variables for it. */
export const ofMercadoLibre = ({ url, token }: MercadoLibreSimulator) => ({
  ...SILENT,
  MELI: 'on',
  MELI_URL: url,
  MELI_TOKEN: token,
  MELI_RATE: '1000',
  SALES_IN_SOURCE: 'yes',
  MARKETPLACE_ORDERS_IN_SOURCE: 'yes',
  // No second look falls into a run that is measured.
  VERIFY_S: '3600',
});

/** So many products, each with a listing that shows what there is of it. */
async function listed(bench: Bench, meli: MercadoLibreSimulator): Promise<void> {
  await bench.stock(CHANGED);
  stockUp(meli.store, syntheticCatalogue({ products: CHANGED }));
  await measure(bench.run.job(['listings', 'pull', '--channel', 'mercadolibre'], ofMercadoLibre(meli)));
  await measure(bench.run.job(['notify'], ofMercadoLibre(meli)));
  const waiting = await bench.count(`SELECT 0, COUNT(*) FROM ${JOB_SCHEMA}.channel_outbox`);
  if (waiting > 0) throw new Error(`${waiting} listings show something else than there is`);
}
