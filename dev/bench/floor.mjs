// The least that a run without changes can cost: download and parse every page, read id, stock and price of every row.
import { Agent, get } from 'node:http';
import { readFileSync } from 'node:fs';

const PAGE_ROWS = 1000;
const AT_ONCE = 4;
const { URL_BITCRAM = '', BITCRAM_TOKEN = '', CHECKOUT } = process.env;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** @typedef {{ product_id: number, price: number, product_balance: number }} Item */
/** @typedef {{ id: number, warehouse: { id: number } }} Checkout */

/**
 * @template T
 * @param {string} path @param {Record<string, string>} query
 * @returns {Promise<{ items: T[], total: number }>}
 */
function page(path, query) {
  return new Promise((resolve, reject) => {
    const url = `${URL_BITCRAM}${path}?${new URLSearchParams(query).toString()}`;
    get(url, { agent, headers: { authorization: `Bearer ${BITCRAM_TOKEN}` } }, (answer) => {
      /** @type {Buffer[]} */
      const chunks = [];
      answer.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const list = /** @type {{ items: T[], total: number }} */ (
          JSON.parse(Buffer.concat(chunks).toString('utf8'))
        );
        resolve(list);
      });
    }).on('error', reject);
  });
}

let rows = 0;
let sum = 0;

/** @param {string} path @param {Record<string, string>} query @param {'price' | 'product_balance'} value */
async function list(path, query, value) {
  /** @param {number} number */
  const read = async (number) => {
    /** @type {{ items: Item[], total: number }} */
    const { items, total } = await page(path, {
      ...query,
      page: String(number),
      per_page: String(PAGE_ROWS),
    });
    for (const item of items) {
      rows += 1;
      sum += item.product_id + item[value];
    }
    return total;
  };
  const pages = Math.ceil((await read(1)) / PAGE_ROWS);
  let next = 2;
  const readOn = async () => {
    while (next <= pages) {
      next += 1;
      await read(next - 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOn));
}

const where = JSON.stringify({ 'checkouts.checkout_number': Number(CHECKOUT) });
/** @type {{ items: Checkout[] }} */
const { items: checkouts } = await page('/api/checkouts/index', { where });
const [checkout] = checkouts;
if (checkout === undefined) throw new Error('there is no checkout');
const inWarehouse = JSON.stringify({ warehouse_id: checkout.warehouse.id });
await Promise.all([
  list(`/api/checkouts/index/${checkout.id}/price_list`, {}, 'price'),
  list('/api/stock_items/index', { list_light: 'true', where: inWarehouse }, 'product_balance'),
]);
agent.destroy();

const [, peakKb] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
console.log(JSON.stringify({ rows, sum, peak_rss_mb: Math.round(Number(peakKb) / 1024) }));
