import { type Formats, formatsIn } from '../../src/platform/formats.ts';
import type { Language } from '../../src/platform/language.ts';
import type { Edited, SoldDay } from './channels.ts';
import type { Sale } from './flash.ts';
import type { SoldMinute } from './count.ts';
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
    editing: string;
    edited(edits: Edited): readonly string[];
    /** In place of a date. */
    afterwards: string;
    asExpected: string;
    wrong(count: number, date: string): string;
  };
  sales: {
    headings: readonly (readonly [string, string])[];
    /** Of the rows that are no marketplace. */
    places: Readonly<Record<string, string>>;
    listing: string;
    selling(seconds: number): string;
    soldSoFar(sales: number, units: number): string;
    killed: string;
    back(durationMs: number): string;
    catchingUp: string;
    story(minute: SoldMinute): readonly string[];
    asExpected: string;
    wrong(place: string, count: number): string;
    otherSales(place: string, count: number): string;
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

function formats(locale: Parameters<typeof formatsIn>[0]): Pick<Formats, 'number' | 'seconds' | 'plural'> {
  const { number, seconds, plural } = formatsIn(locale);
  return { number, plural, seconds: (durationMs) => seconds(durationMs, durationMs < 9_950 ? 1 : 0) };
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
    editing: 'somebody types quantities into listings of both, and reconcile runs',
    edited: ({ edited, corrected, requests, durationMs }) => [
      `Then:  somebody types another quantity into ${edited} listings. A reconcile reads all of both in ${requests} requests`,
      `       and corrects ${corrected}, in ${english.seconds(durationMs)}. None of it is taken for a sale.`,
    ],
    afterwards: 'after the reconcile',
    asExpected: 'Every listing shows what there is: the stock of the shop less the orders that stand.',
    wrong: (count, date) => `${date}: ${count} listings show something else than there is`,
  },
  sales: {
    headings: [
      ['', ''],
      ['sales', ''],
      ['units', 'left'],
      ['products', 'that differ'],
      ['median', 'wait'],
      ['longest', 'wait'],
      ['not counting', 'the restart'],
    ],
    places: { shop: 'the shop', ledger: 'the ledger' },
    listing: 'the products of a real supermarket are listed in Shopify and Mercado Libre',
    selling: (seconds) => `the till sells for ${seconds} s, and customers order online`,
    soldSoFar: (sales, units) => `${english.number(sales)} sales, ${english.number(units)} units`,
    killed: 'RabbitMQ is killed; the till goes on selling',
    back: (durationMs) => `sales are taken again after ${english.seconds(durationMs)}`,
    catchingUp: 'the till is closed; waiting until all is recorded and shown',
    story: ({ seconds, unitsSold, orders, cancelled, awayMs }) => [
      `In ${seconds} s the till sold ${english.number(unitsSold)} units. Online customers made ${english.number(orders)} orders, and cancelled ${cancelled}.`,
      `RabbitMQ was killed in between. Sales were taken again after ${english.seconds(awayMs)}: each waited in the till, and counts once.`,
      'A wait is the time from a sale at the till until the marketplace offers no more than what is left.',
    ],
    asExpected: 'The shop, the ledger, Shopify and Mercado Libre agree on every product.',
    wrong: (place, count) =>
      `${place}: ${english.plural(count, 'product has', 'products have')} another count than the shop`,
    otherSales: (place, count) => `${place}: ${english.plural(count, 'sale is', 'sales are')} recorded`,
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
    editing: 'alguien pone otras cantidades en publicaciones de los dos, y se comparan todas',
    edited: ({ edited, corrected, requests, durationMs }) => [
      `Después: alguien pone otra cantidad en ${edited} publicaciones. Una comparación las lee todas en ${requests} consultas`,
      `       y corrige ${corrected}, en ${spanish.seconds(durationMs)}. Nada de eso se toma por una venta.`,
    ],
    afterwards: 'después de comparar',
    asExpected: 'Cada publicación muestra lo que hay: el stock del negocio menos los pedidos en pie.',
    wrong: (count, date) => `${date}: ${count} publicaciones muestran otro stock que el que hay`,
  },
  sales: {
    headings: [
      ['', ''],
      ['ventas', ''],
      ['unidades', 'que quedan'],
      ['productos', 'distintos'],
      ['demora', 'mediana'],
      ['demora', 'más larga'],
      ['sin contar', 'el reinicio'],
    ],
    places: { shop: 'el negocio', ledger: 'el registro' },
    listing: 'los productos de un supermercado real se publican en Shopify y Mercado Libre',
    selling: (seconds) => `la caja vende durante ${seconds} s, y hay pedidos en línea`,
    soldSoFar: (sales, units) => `${spanish.number(sales)} ventas, ${spanish.number(units)} unidades`,
    killed: 'se cae RabbitMQ; la caja sigue vendiendo',
    back: (durationMs) => `las ventas se toman de nuevo después de ${spanish.seconds(durationMs)}`,
    catchingUp: 'la caja cerró; se espera a que todo esté registrado y publicado',
    story: ({ seconds, unitsSold, orders, cancelled, awayMs }) => [
      `En ${seconds} s la caja vendió ${spanish.number(unitsSold)} unidades. En línea hubo ${spanish.number(orders)} pedidos, de los que se cancelaron ${cancelled}.`,
      `En el medio se cayó RabbitMQ. Las ventas se tomaron de nuevo después de ${spanish.seconds(awayMs)}: esperaron en la caja, y cada una cuenta una vez.`,
      'La demora va desde la venta en la caja hasta que la publicación ofrece solo lo que queda.',
    ],
    asExpected: 'El negocio, el registro, Shopify y Mercado Libre coinciden en cada producto.',
    wrong: (place, count) =>
      `${place}: ${spanish.plural(count, 'producto tiene', 'productos tienen')} otra cantidad que el negocio`,
    otherSales: (place, count) =>
      `${place}: hay ${spanish.plural(count, 'venta registrada', 'ventas registradas')}`,
  },
  asExpected: 'Cada número es el que dan los datos.',
  notAsExpected: (what) => `NO ES LO ESPERADO: ${what}`,
};
