import { typed } from '../../../platform/command-line.ts';
import { formatsIn } from '../../../platform/formats.ts';
import type { en, ReconcileText } from './en.ts';

const { number, percent, plural } = formatsIn('es-AR');

export const es: typeof en = {
  // What is refused
  adopt_beside_source: ({ source }) => ({
    message: `--adopt toma el stock de las publicaciones, pero el stock viene de SOURCE=${source}`,
    hint: `corregí el stock en el origen; ${typed('reconcile')} sin --adopt hace que las publicaciones lo muestren`,
  }),
  too_many: ({ service, count, gone, of, percent: is, limit }) => ({
    message: `${number(count)} de ${plural(of, 'publicación', 'publicaciones')} en ${service} muestran otra cosa que la que deberían${gone === 0 ? '' : `, o ya no están (${number(gone)})`} (${percent(is)}, se permite ${percent(limit)}): no se corrigió ninguna`,
    hint: `${typed('reconcile --dry-run')} las muestra; si el stock de acá es el correcto, ejecutá ${typed('reconcile --force')} una vez`,
  }),
  unread: ({ service, why }) => ({
    message: `no se pueden comparar las publicaciones en ${service}: ${why}`,
    hint: 'no se corrigió nada; ejecutalo de nuevo',
  }),
  asks_to_wait: ({ seconds }) => `pidió que se espere ${plural(seconds, 'segundo', 'segundos')} más`,
  all_refused: 'no quiso decir nada de ninguna publicación',
  denied: ({ service, why }) => ({
    message: `no se pueden comparar las publicaciones en ${service}: ${why}`,
    hint: undefined,
  }),
  orders_unread: ({ service, why }) => ({
    message: `no se pueden leer los pedidos de ${service}, así que nadie sabe qué difiere: ${why}`,
    hint: undefined,
  }),
  orders_elsewhere: ({ service }) => ({
    message: `otro proceso está leyendo los pedidos de ${service} desde hace demasiado`,
    hint: 'no se corrigió nada; ejecutalo de nuevo',
  }),
  under_way: ({ channel }) => ({
    message: `hay otra comparación de ${channel} en curso`,
    hint: `esperá a que termine: ${typed('runs')} la muestra`,
  }),
  is_paused: ({ service }) =>
    `${service} está en pausa: no se leyó nada; ${typed('channels list')} dice desde cuándo`,
  overridden: ({ why }) => `se dejó pasar con --force: ${why}`,

  // The command line
  help_reconcile:
    'comparar todas las publicaciones de los marketplaces con el stock, y corregir las que muestran otra cosa',
  help_channel: 'solo de este marketplace',
  help_dry_run: 'mostrar qué difiere, sin cambiar nada',
  help_adopt: 'con SOURCE=none: tomar como stock lo que alguien puso en una publicación',
  help_force: 'corregir todas las que haya, diga lo que diga RECONCILE_MAX_PERCENT',
  help_limit: 'con --dry-run: cuántas diferencias; 0 son todas',

  // What was being done
  read_listings: 'leer las publicaciones',
  read_checkpoint: 'ver hasta dónde llegó la última comparación',
  note_checkpoint: 'anotar hasta dónde llegó la comparación',
  read_outbox: 'ver qué publicaciones tienen algo en curso',
  read_orders: 'ver qué pedidos están anotados',
  read_products: 'ver de qué productos son las publicaciones',
  read_last: 'ver cuándo se comparó el marketplace por última vez',
  wait_for_reconcile: 'esperar a que termine otra comparación',
};

export const esText: ReconcileText = {
  number,
  headings: {
    ...{ channel: 'canal', listing: 'publicación', title: 'título', sku: 'SKU' },
    ...{ shown: 'muestra', offered: 'debería', outcome: 'entonces' },
  },
  outcomes: {
    corrected: 'se corrige',
    too_many: 'queda: son demasiadas',
    adopted: 'es el stock',
    kit: 'queda: es de varios productos',
    differing: 'queda: sus publicaciones difieren',
    sold: 'queda: se vendió recién',
    locations: 'queda: está en varios lugares',
    moved: 'queda: su stock cambió',
  },
  uncounted: 'no se cuenta',
  none: 'Todas las publicaciones muestran lo que deberían.',
  more: (count) => `y ${number(count)} más: --limit 0 las muestra`,
};
