import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { enHistory } from './history.en.ts';

const { number, plural, price: inMoney } = formatsIn('es-AR');

/** What `history` prints. */
export const esHistory: typeof enHistory = {
  headings: {
    product: 'número',
    code: 'código',
    name: 'nombre',
    when: 'cuándo',
    what: 'qué',
    price: 'precio',
    stock: 'stock',
    run: 'sincronización',
    had: 'tenía',
    since: 'desde',
  },
  several: (all, left, id) =>
    `${plural(all, 'producto', 'productos')}${left === 0 ? '' : `, ${number(left)} sin mostrar: escribí más palabras, o --limit`}. ${typed(`history ${id}`)} cuenta la historia de uno.`,
  kinds: { new: 'nuevo', changed: 'cambió', gone: 'dado de baja', deleted: 'eliminado' },
  number,
  money: inMoney,
  now: (id, { name, price, stock, updatedAt }) =>
    [
      `Producto ${id}${name === null ? '' : `, ${name}`}: ${price === null ? 'sin precio' : `precio ${inMoney(price)}`}`,
      stock === null ? 'stock desconocido' : `stock ${number(stock)}`,
      updatedAt === null ? 'no se sabe cuándo cambió' : `cambió el ${updatedAt}`,
    ].join(', '),
  troubles: {
    pending: (channel, listing, since, answer) =>
      `Sin enviar a ${channel}${listing === null ? '' : `, publicación ${listing},`} desde el ${since}${answer === null ? '' : `; su última respuesta: ${answer}`}.`,
    dead: (channel, listing, product, at, tries, answer) =>
      `${channel} ${listing === null ? 'lo rechazó' : `rechazó la publicación ${listing}`} ${plural(tries, 'vez', 'veces')}, y no se vuelve a enviar desde el ${at}${answer === null ? '' : `: ${answer}`}. ${typed(`dead retry ${product}`)} lo envía de nuevo.`,
    quarantine: (since, what, todo) => `Para corregir desde el ${since}. ${what} ${todo}`,
    missing: (since, runs, retiredAt) =>
      `Falta en la lista de precios desde el ${since}, ${plural(runs, 'sincronización seguida', 'sincronizaciones seguidas')}${retiredAt === null ? '' : `; dado de baja el ${retiredAt}`}.`,
  },
  noRow: (id) => `El producto ${id} ya no tiene fila`,
  today: (from, nothing) => `Hoy, desde el ${from}${nothing === null ? '' : `: ${nothing}`}.`,
  otherStocks: (count) =>
    count === 1 ? 'cambió el stock de otro producto' : `cambió el stock de otros ${number(count)} productos`,
  gap: {
    first_load: (at) => `El stock se cargó por primera vez el ${at}: se sabe qué cambió desde entonces.`,
    not_kept: (at) =>
      `Lo que cambió hasta la carga del ${at} no se guardó producto por producto; con HISTORY_DAYS mayor que 0 se guarda.`,
    no_run: (at) => `No hay registro de antes de la sincronización que empezó el ${at}.`,
  },
  sinceBefore: 'no se guardó',
  outOfStock: (all, left) =>
    `${plural(all, 'producto', 'productos')} de la lista de precios sin stock${left === 0 ? '' : `, ${number(left)} sin mostrar: --limit 0 muestra todos`}.`,
  nothingKept: 'No se guarda ningún cambio de su precio ni de su stock.',
  unchanged: (since, isCut) =>
    `No cambió su precio ni su stock desde el ${since}.${isCut ? ' Lo que cambió antes no se guarda (HISTORY_DAYS).' : ''}`,
};
