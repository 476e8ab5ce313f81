import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { work as english } from './work.en.ts';

const { number, plural } = formatsIn('es-AR');

export const work: typeof english = {
  products_moved: {
    message: 'otra carga escribió los mismos productos en el mismo momento, una y otra vez',
    hint: 'se vuelve a intentar solo',
  },
  lease_lost: {
    message: 'otro worker tomó esta carga, o alguien la terminó',
    hint: 'no hay nada que hacer: acá no se escribe nada más',
  },
  rows_unbalanced: ({ read, created, updated, unchanged, failed, told }) => ({
    message: `de ${plural(read, 'fila', 'filas')}, ${number(created)} de productos creados, ${number(updated)} de actualizados, ${number(unchanged)} sin cambios y ${number(failed)} rechazadas no suman, o no todas las rechazadas tienen su motivo (${number(told)})`,
    hint: 'informá este defecto con el log; lo que se confirmó antes queda, y está contado',
  }),
  file_unread: ({ why }) => ({
    message: `no se pudo leer el archivo de esta carga: ${why}`,
    hint: 'mirá el disco donde está, y el de los archivos temporales; se vuelve a intentar solo',
  }),
  gave_up: ({ tries, why }) => ({
    message: `se abandonó después de ${plural(tries, 'intento', 'intentos')}: ${why}`,
    hint: `cuando eso se resuelva, ${typed('dead retry --channel uploads --all')} lo vuelve a intentar`,
  }),
  left_elsewhere: ({ hours }) => ({
    message: `se abandonó: durante ${plural(hours, 'hora', 'horas')} no hubo ningún worker que tuviera el lugar donde está su archivo`,
    hint: `arrancá ${typed('upload-worker')} con el UPLOAD_STORE al que llegó y después ${typed('dead retry --channel uploads --all')}; o volvé a subirla`,
  }),
  worker_killed: 'el worker que la tenía en curso terminó a la mitad cada vez, o se quedó detenido',
  not_dead: ({ ids }) => ({
    message: `no se abandonó: ${ids.join(', ')}; no se cambió nada`,
    hint: `${typed('dead list --channel uploads')} dice qué sí`,
  }),

  // What the log says
  upload_completed: ({ filename, rows, seconds, perSecond, created, updated, unchanged, failed }) =>
    `${filename}: ${plural(rows, 'fila', 'filas')} en ${number(seconds)} s, ${number(perSecond)} por segundo: ${plural(created, 'producto creado', 'productos creados')}, ${plural(updated, 'actualizado', 'actualizados')}, ${number(unchanged)} sin cambios, ${plural(failed, 'rechazada', 'rechazadas')}`,
  upload_cancelled: ({ filename, rows, created, updated, unchanged, failed }) =>
    `${filename} se canceló después de ${plural(rows, 'fila', 'filas')}, que quedan: ${plural(created, 'producto creado', 'productos creados')}, ${plural(updated, 'actualizado', 'actualizados')}, ${number(unchanged)} sin cambios, ${plural(failed, 'rechazada', 'rechazadas')}`,
  upload_failed: ({ filename, rows, why }) =>
    `${filename} falló después de ${plural(rows, 'fila', 'filas')}: ${why}`,
  upload_later: ({ filename, why }) => `${filename} se vuelve a intentar más tarde: ${why}`,
  upload_left: ({ filename }) => `${filename} queda para el próximo worker`,
  worker_started: 'en marcha: las cargas',
  worker_ended: 'terminó: no queda nada en curso',

  // What a worker is not ready for
  not_connected: 'todavía no tiene conexión con la base, o no tiene dónde leer los archivos',
  no_answer: ({ seconds }) => `no responde en ${plural(seconds, 'segundo', 'segundos')}`,
  stopping: 'el worker se está deteniendo',

  // What was being done
  expire_tasks: 'olvidar cargas que terminaron hace mucho',
  read_place: 'preguntar a la base de datos dónde está',
  retry_dead: 'volver a dejar pendientes cargas que se abandonaron',
  drop_dead: 'dejar fallidas cargas que se abandonaron',
  look_for_tasks: 'buscar cargas para procesar',
  claim_task: 'tomar una carga',
  leave_task: 'soltar una carga',
  lock_task: 'bloquear una carga',
  extend_lease: 'mostrar que este worker tiene una carga en curso',
  write_chunk: 'escribir filas de una planilla',
  write_row_errors: 'anotar por qué se rechazaron filas',
  read_row_errors: 'leer por qué se rechazaron filas',
  find_products: 'buscar los productos de una planilla',
  write_products: 'escribir los productos de una planilla',
  make_foretold: 'hacer lugar para lo que escribiría una validación',

  // The command line
  help_upload_worker: 'procesar las planillas que se subieron, hasta que se lo detenga',
};
