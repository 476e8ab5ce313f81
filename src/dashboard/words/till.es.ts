import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { enTill } from './till.en.ts';

const { plural } = formatsIn('es-AR');

const sales = (count: number): string => plural(count, 'venta', 'ventas');
const CALL = 'llamá a quien instaló el programa';

export const esTill: typeof enTill = {
  unmappedSkus: (skus) => `Las que más: ${skus.join(', ')}.`,
  unitsOf: (sku, units) => `${sku} (${units})`,
  till: {
    recorded: (count, units) =>
      count === 0
        ? 'La caja: hoy todavía no se registró ninguna venta.'
        : `La caja: hoy se ${count === 1 ? 'registró' : 'registraron'} ${sales(count)} de ${plural(units, 'unidad', 'unidades')}.`,
    waiting: (count) =>
      count === 0
        ? 'No espera ninguna.'
        : `${sales(count)} ${count === 1 ? 'espera' : 'esperan'} que se la${count === 1 ? '' : 's'} registre.`,
    crowded: (count) => ({
      what: `${sales(count)} de la caja esperan que se las registre: hasta entonces, lo que vendieron sigue a la venta.`,
      todo: `No se pierde nada. Si en unos minutos son tantas como ahora, ${CALL}: hace falta otro ${typed('sales-worker')}.`,
    }),
    noWorker: (queue, count) => ({
      what: `Nadie registra las ventas de la caja: ningún proceso escucha la cola ${queue}, y ${count === 0 ? 'todavía no espera ninguna' : `${count === 1 ? 'espera' : 'esperan'} ${sales(count)}`}. Lo que vende la caja sigue a la venta.`,
      todo: `No se pierde nada: ${CALL} ahora, para que lo arranque otra vez (${typed('sales-worker')}).`,
    }),
    dead: (count) => ({
      what: `${sales(count)} de la caja no se ${count === 1 ? 'pudo registrar y quedó apartada' : 'pudieron registrar y quedaron apartadas'}, así que el stock no baja por ${count === 1 ? 'ella' : 'ellas'}.`,
      todo: `${typed('dead list --channel sales')} dice por qué: hacé corregir la caja, y después ${typed('dead retry --channel sales --all')} ${count === 1 ? 'la' : 'las'} registra.`,
    }),
    away: {
      what: 'RabbitMQ, que pasa las ventas de la caja, no respondió cuando se hizo esta página: no se sabe cuántas esperan.',
      todo: `Pedí otra página en unos minutos. Si dice lo mismo, ${CALL}: ${typed('doctor')} dice qué pasa.`,
    },
  },
};
