import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import { aws } from './aws.es.ts';
import type { en } from './en.ts';
import { http } from './http.es.ts';
import { rows } from './rows.es.ts';
import { work } from './work.es.ts';

const { plural } = formatsIn('es-AR');

export const es: typeof en = {
  ...rows,
  ...work,
  ...http,
  ...aws,

  store_full: ({ folder, why }) => ({
    message: `${folder}, donde están los archivos de las cargas, está lleno: ${why}`,
    hint: 'hacé lugar ahí, o indicá otra carpeta con UPLOAD_STORE',
  }),
  store_refused: ({ folder, why }) => ({
    message: `no se puede usar ${folder}, donde van los archivos de las cargas: ${why}`,
    hint: 'dejá que el usuario de este proceso escriba ahí, o indicá otra carpeta con UPLOAD_STORE',
  }),
  store_failed: ({ folder, why }) => ({
    message: `falló ${folder}, donde están los archivos de las cargas: ${why}`,
    hint: 'mirá su disco, o lo que está montado ahí',
  }),
  store_gone: ({ folder }) => ({
    message: `${folder} ya no es la carpeta donde están los archivos de las cargas`,
    hint: 'volvé a montarla; si fue borrada, arrancá de nuevo y volvé a subir lo que no se había leído',
  }),
  object_missing: ({ key }) => ({
    message: `el archivo de esta carga ya no está donde estaba: ${key}`,
    hint: 'subilo de nuevo',
  }),

  // What the doctor says
  check_store: 'archivos de las cargas',
  store_works: ({ place }) => `se pueden guardar en ${place}`,
  store_to_come: ({ folder }) => `${folder} todavía no existe: se crea la primera vez que se usa`,
  check_queue: 'cola de cargas',
  queue_waiting: ({ count }) => (count === 0 ? 'nada espera' : `${count} en espera`),
  check_elsewhere: 'cargas guardadas en otro lugar',
  waiting_elsewhere: ({ count }) =>
    count === 0
      ? 'ninguna espera'
      : `${plural(count, 'carga espera', 'cargas esperan')} con su archivo en otro lugar: arrancá ${typed('upload-worker')} con el UPLOAD_STORE al que llegó, o cancelá lo que espera; después de UPLOAD_KEEP_HOURS se abandona`,

  // What a variable must be
  store_place:
    '`folder:` y una ruta, como folder:/srv/uploads, o un bucket con un prefijo, como s3://mi-tienda/uploads',
  queue_place:
    '`mysql`, o `sqs:` y la URL de una cola estándar, no una que termine en .fifo, como sqs:https://sqs.sa-east-1.amazonaws.com/123456789012/uploads',

  // What was being done
  read_tasks: 'leer las cargas',
  write_task: 'anotar cómo va una carga',
  put_message: 'avisar a los workers de una carga',
  take_message: 'pedir una carga para procesar',
  change_message: 'anotar quién procesa una carga',
  look_at_store: 'mirar dónde están los archivos de las cargas',
  look_at_queue: 'mirar la cola de cargas',
};
