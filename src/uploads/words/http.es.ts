import { formatsIn } from '../../platform/formats.ts';
import type { http as english } from './http.en.ts';

const { number } = formatsIn('es-AR');

/** Where the seed has a sentence, it is the seed's. */
export const http: typeof english = {
  supplier_busy: {
    message: 'se está recibiendo otra carga de este proveedor, y no termina',
    hint: 'mirá qué tiene bloqueos en la base de datos',
  },
  database_late: {
    message: 'la base de datos no respondió a tiempo',
    hint: 'mirá su carga, y la red en el medio',
  },

  // Why an upload is not taken
  unsupported_type: 'Formato de archivo no soportado. Use Excel (.xlsx) o CSV (.csv)',
  old_or_protected:
    'Formato de archivo no soportado. Use Excel (.xlsx) o CSV (.csv). Este es de un Excel viejo, o tiene contraseña: guardalo como .xlsx, sin contraseña',
  no_form: 'mandá el archivo como formulario, multipart/form-data: curl -F file=@productos.xlsx',
  no_file: 'no hay ningún archivo en el formulario',
  two_files: 'hay más de un archivo en el formulario: mandá cada uno por separado',
  file_empty: 'el archivo está vacío',
  file_too_large: ({ mb }) => `el archivo tiene más de ${number(mb)} MB: dividilo`,
  body_broken: 'el formulario no se puede leer hasta el final: está dañado, o se cortó en el camino',
  other_supplier: 'este token no es para este proveedor_id',
  too_many_live: ({ most }) =>
    `ya hay ${number(most)} cargas de este proveedor en curso: esperá a que termine una`,
  too_many_previews: 'se están mirando demasiados archivos a la vez: probá de nuevo en unos segundos',
  preview_too_long: 'el archivo es demasiado grande para verlo antes de cargarlo; se puede cargar igual',
  other_request: 'esta Idempotency-Key se usó para otro archivo, o con otros parámetros',
  in_doubt:
    'no se sabe si la carga se recibió: mirá la lista de cargas, o mandala de nuevo con la misma Idempotency-Key',
  plain_text: 'un texto sin caracteres de control',
  hex_digits: '64 dígitos hexadecimales',
  known_encoding: 'una codificación que los navegadores conozcan, como utf-8 o windows-1252',

  // What is said of a task
  queued: 'Archivo recibido y encolado para procesamiento',
  completed: 'Carga masiva completada',
  validated: 'Validación completada: no se guardó nada',
  cancelled: 'Carga masiva cancelada',
  task_unknown: ({ id }) => `Tarea ${id} no encontrada`,
  ended_already: 'esta carga ya terminó',
  not_ended: 'esta carga todavía no terminó: pedí sus errores cuando termine',
  no_failed_rows: 'ninguna fila de esta carga se rechazó: no hay archivo de errores',
  file_gone:
    'el archivo de esta carga ya no está, y con él sus filas: el estado de la tarea tiene sus números y errores',
  row_missing: ({ row }) => ({
    message: `se rechazó la fila ${number(row)}, que no está en el archivo que se subió`,
    hint: 'informá este defecto con el log',
  }),

  // What was being done
  accept: 'recibir una carga',
  read_errors: 'leer los errores de una carga',
  cancel_task: 'cancelar una carga',

  // What the log says
  received: ({ filename, proveedor, bytes }) =>
    `${filename} de ${proveedor} recibido, ${number(bytes)} bytes`,
  received_again: ({ filename, proveedor, bytes }) =>
    `${filename} de ${proveedor} recibido de nuevo con su Idempotency-Key, ${number(bytes)} bytes`,
};
