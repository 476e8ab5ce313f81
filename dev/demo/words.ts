import { formatsIn } from '../../src/platform/formats.ts';
import type { Language } from '../../src/platform/language.ts';
import type { SoldDay } from './channels.ts';
import type { Sale } from './flash.ts';
import type { Day } from './three-days.ts';

/** What the demo says to a person. */
export interface Words {
  number(value: number): string;
  seconds(durationMs: number): string;
  /** Of the table, in two lines each. */
  headings: readonly (readonly [string, string])[];
  running(date: string, listed: number): string;
  stopping: string;
  /** What the table shows, for whoever owns the shop. */
  story(first: Day, second: Day, third: Day): readonly string[];
  flash(sale: Sale): readonly string[];
  channels: {
    headings: readonly (readonly [string, string])[];
    running(date: string): string;
    story(days: readonly SoldDay[]): readonly string[];
    asExpected: string;
    wrong(count: number, date: string): string;
  };
  asExpected: string;
  notAsExpected(what: string): string;
}

export function wordsIn(language: Language): Words {
  return language === 'es' ? es : en;
}

const written = ({ report }: Day): number => report.inserted + report.updated;
/** Those of the removed products that had stock: of the others nothing changes for a buyer. */
const removedWithStock = (day: Day): number => day.notifiedIds.length - written(day);

function formats(locale: Parameters<typeof formatsIn>[0]): Pick<Words, 'number' | 'seconds'> {
  const { number, seconds } = formatsIn(locale);
  return { number, seconds: (durationMs) => seconds(durationMs, durationMs < 9_950 ? 1 : 0) };
}

const english = formats('en-US');
const en: Words = {
  ...english,
  headings: [
    ['date', ''],
    ['products', 'read'],
    ['new', ''],
    ['changed', ''],
    ['missing', ''],
    ['retired', ''],
    ['un-', 'changed'],
    ['webhooks', 'received'],
    ['time', ''],
    ['memory', ''],
  ],
  running: (date, listed) => `${date}: the shop lists ${english.number(listed)} products; sync runs`,
  stopping: 'stopping',
  story: (first, second, third) => [
    `Day 1: all ${english.number(first.report.fetched)} products of a real supermarket are loaded into an empty table.`,
    `Day 2: ${english.number(second.report.fetched)} products are read. Only the ${written(second)} that are new or have another price are written, and a`,
    `       webhook is sent for each. ${second.report.missing} products left the list. The next run decides about them.`,
    `Day 3: ${written(third)} products are written. The ${third.report.removed} are still missing, so their stock becomes 0 and nobody can buy`,
    `       them. The ${removedWithStock(third)} of them that had stock get a webhook too.`,
  ],
  flash: ({ name, report }) => [
    `Then:  "${name}" sells out in the shop.`,
    `       A flash asks only for what changed since: it reads ${report.fetched} product, writes its stock and`,
    `       sends ${report.delivered} webhook, in ${english.seconds(report.duration_ms)}.`,
  ],
  channels: {
    headings: [
      ['date', ''],
      ['sold in', 'the shop'],
      ['online', 'orders'],
      ['of these', 'cancelled'],
      ['listings', 'written'],
      ['requests', 'to both'],
      ['time of', 'the sync'],
      ['listings', 'wrong'],
    ],
    running: (date) => `${date}: sync runs, and Shopify and Mercado Libre follow`,
    story: ([first, second, third]) => [
      `Day 1: the listings of Shopify and Mercado Libre find their products by SKU. ${english.number(first?.written ?? 0)} show another`,
      `       stock than the shop has, and are written.`,
      `Day 2: the shop sold ${english.number(second?.soldInShop ?? 0)} products itself, and customers made ${second?.orders ?? 0} orders online. The shop's list knows`,
      `       nothing of these: they are held, and what is sold in one place falls in the other.`,
      `Day 3: the same with ${third?.orders ?? 0} orders. A cancelled order is held no longer.`,
    ],
    asExpected: 'Every listing shows what there is: the stock of the shop less the orders that stand.',
    wrong: (count, date) => `${date}: ${count} listings show something else than there is`,
  },
  asExpected: 'Every number is the one that the data gives.',
  notAsExpected: (what) => `NOT AS EXPECTED: ${what}`,
};

const spanish = formats('es-AR');
const es: Words = {
  ...spanish,
  headings: [
    ['fecha', ''],
    ['productos', 'leídos'],
    ['nuevos', ''],
    ['cambiados', ''],
    ['fuera de', 'la lista'],
    ['dados', 'de baja'],
    ['sin', 'cambios'],
    ['cambios', 'enviados'],
    ['tiempo', ''],
    ['memoria', ''],
  ],
  running: (date, listed) =>
    `${date}: el negocio tiene ${spanish.number(listed)} productos en la lista; se sincroniza`,
  stopping: 'deteniendo',
  story: (first, second, third) => [
    `Día 1: los ${spanish.number(first.report.fetched)} productos de un supermercado real se cargan en una tabla vacía.`,
    `Día 2: se leen ${spanish.number(second.report.fetched)}. Solo se escriben, y se avisan, los ${written(second)} que son nuevos o cambiaron de`,
    `       precio. ${second.report.missing} quedaron fuera de la lista: se espera una sincronización más.`,
    `Día 3: se escriben ${written(third)}. Los ${third.report.removed} siguen fuera de la lista: su stock pasa a 0 y nadie los puede`,
    `       comprar. Los ${removedWithStock(third)} que tenían stock también se avisan.`,
  ],
  flash: ({ name, report }) => [
    `Después: "${name}" se agota en el negocio.`,
    `       Una flash pide solo lo que cambió: lee ${report.fetched} producto, escribe su stock y envía ${report.delivered} cambio,`,
    `       en ${spanish.seconds(report.duration_ms)}.`,
  ],
  channels: {
    headings: [
      ['fecha', ''],
      ['vendidos en', 'el negocio'],
      ['pedidos', 'en línea'],
      ['de ellos', 'cancelados'],
      ['publicaciones', 'escritas'],
      ['consultas', 'a los dos'],
      ['tiempo de la', 'sincronización'],
      ['con otro', 'stock'],
    ],
    running: (date) => `${date}: se sincroniza, y Shopify y Mercado Libre quedan igual`,
    story: ([first, second, third]) => [
      `Día 1: las publicaciones de Shopify y Mercado Libre encuentran su producto por el SKU. ${spanish.number(first?.written ?? 0)} muestran`,
      `       otro stock que el del negocio, y se corrigen.`,
      `Día 2: el negocio vendió ${spanish.number(second?.soldInShop ?? 0)} productos en la caja, y hubo ${second?.orders ?? 0} pedidos en línea. La lista del negocio no`,
      `       sabe de estos: se descuentan aparte, y lo que se vende en un lado baja en el otro.`,
      `Día 3: lo mismo con ${third?.orders ?? 0} pedidos. Un pedido cancelado ya no se descuenta.`,
    ],
    asExpected: 'Cada publicación muestra lo que hay: el stock del negocio menos los pedidos en pie.',
    wrong: (count, date) => `${date}: ${count} publicaciones muestran otro stock que el que hay`,
  },
  asExpected: 'Cada número es el que dan los datos.',
  notAsExpected: (what) => `NO ES LO ESPERADO: ${what}`,
};
