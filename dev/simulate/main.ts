import { openCheckout, startBitcram, type BitcramSimulator } from './bitcram.ts';
import { realCatalogue } from './catalogue.ts';
import { WrongFlag } from './flag-values.ts';
import { HELP, readFlags, type Flags } from './flags.ts';
import type { Item } from './item-list.ts';
import { serveMercadoLibre } from './mercado-libre/serve.ts';
import { startPublications, type PublicationsSimulator } from './publications.ts';
import { syntheticCatalogue } from './synthetic.ts';

/** A marketplace at work beside them. */
interface Served {
  /** Lines for `.env`. */
  readonly environment: string;
  /** What was asked since it was last told; empty: nothing. */
  tell(): string;
  close(): Promise<void>;
}

const LONG_AGO_MS = 1000 * 3_600_000;
/** Nobody enters into the simulated Bitcram what is bought in a marketplace, nor what the till sells. */
const ANSWERS = 'SALES_IN_SOURCE=no\nMARKETPLACE_ORDERS_IN_SOURCE=no\n';
const EXIT_WRONG_USAGE = 64;
const EXIT_UNAVAILABLE = 69;

try {
  const flags = readFlags(process.argv.slice(2));
  if (flags) await simulate(flags);
  else process.stdout.write(HELP);
} catch (error) {
  process.stderr.write(`simulate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof WrongFlag ? EXIT_WRONG_USAGE : EXIT_UNAVAILABLE);
}

async function simulate(flags: Flags): Promise<void> {
  const { priceList, stock } =
    flags.products === undefined
      ? await realCatalogue(flags.date)
      : syntheticCatalogue({ products: flags.products });
  const bitcram = await startBitcram({
    port: flags.port,
    tokens: [flags.token],
    checkouts: [openCheckout(flags.checkout)],
    paging: { style: flags.paging },
    latencyMs: flags.latencyMs,
    compress: true,
  });
  // What is there from the start is no change.
  bitcram.clockAheadMs = -LONG_AGO_MS;
  bitcram.setCatalogue(priceList);
  bitcram.setStock(stock);
  bitcram.clockAheadMs = 0;
  bitcram.forgets = () => Math.random() * 100 < flags.forgetsPercent;
  const publications = await startPublications({ port: flags.publicationsPort, secret: flags.secret });
  const air = flags.air && (await (await import('./air/serve.ts')).serveAir(flags.air, flags.latencyMs));
  const products = air?.products ?? { priceList, stock };

  // The schema that it answers by takes a while to load.
  const shopify =
    flags.shopify &&
    (await (await import('./shopify/serve.ts')).serveShopify(flags.shopify, products, flags.latencyMs));
  const mercadoLibre =
    flags.mercadoLibre && (await serveMercadoLibre(flags.mercadoLibre, products, flags.latencyMs));
  const marketplaces: readonly Served[] = [shopify, mercadoLibre].filter((served) => served !== undefined);
  const till = flags.till && (await import('./till.ts')).serveTill(flags.till, products);

  process.stdout.write(
    `URL_BITCRAM=${bitcram.url}\n` +
      `BITCRAM_TOKEN=${flags.token}\n` +
      `CHECKOUT=${flags.checkout}\n` +
      `URL_PUBLICATIONS=${publications.url}\n` +
      `SECRET_PUBLICATIONS=${flags.secret}\n${marketplaces.map(({ environment }) => environment).join('')}` +
      (air?.environment ?? '') +
      (marketplaces.length === 0 ? '' : ANSWERS) +
      (flags.till === undefined ? '' : `RABBITMQ_URL=${flags.till.url}\n`),
  );
  process.stderr.write(
    `Serving ${priceList.length} products, paging "${flags.paging}"${air === undefined ? '' : `, and ${air.products.priceList.length} of Air`}. Ctrl-C ends it.\n`,
  );

  const balances: Item[] = [...stock];
  const ticking = setInterval(() => {
    tellOfTheLastSecond(bitcram, publications, [
      ...marketplaces,
      ...(till ? [till] : []),
      ...(air ? [air] : []),
    ]);
    if (flags.changes === 0) return;
    for (let change = 0; change < flags.changes; change += 1) restockAny(balances);
    if (air !== undefined) for (let change = 0; change < flags.changes; change += 1) air.change();
    bitcram.setStock([...balances]);
  }, 1000);
  const end = (): void => {
    clearInterval(ticking);
    till?.close();
    void Promise.all([
      bitcram.close(),
      publications.close(),
      air?.close(),
      ...marketplaces.map((served) => served.close()),
    ]);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
}

function restockAny(balances: Item[]): void {
  const at = Math.floor(Math.random() * balances.length);
  const item = balances[at];
  const { product_id: id } = (typeof item === 'string' ? JSON.parse(item) : item) as { product_id: number };
  balances[at] = JSON.stringify({ product_id: id, product_balance: Math.floor(Math.random() * 20) });
}

/** Forgets what it told, so that a simulator left running for days does not grow. */
function tellOfTheLastSecond(
  bitcram: BitcramSimulator,
  publications: PublicationsSimulator,
  others: readonly Pick<Served, 'tell'>[],
): void {
  const { requests } = bitcram;
  const attempts = publications.attempts().length;
  const told = others.map((served) => served.tell()).filter(Boolean);
  if (requests.length + attempts + told.length === 0) return;
  const megabytes = requests.reduce((sum, { bytesAnswered }) => sum + bytesAnswered, 0) / 1e6;
  process.stderr.write(
    `${new Date().toISOString().slice(11, 19)}  Bitcram: ${requests.length} requests, ${megabytes.toFixed(1)} MB` +
      `  publications: ${attempts} webhooks, ${publications.received().length} accepted` +
      `${told.map((text) => `  ${text}`).join('')}\n`,
  );
  bitcram.forgetRequests();
  publications.reset();
}
