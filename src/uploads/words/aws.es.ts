import { typed } from '../../platform/command-line.ts';
import type { aws as en } from './aws.en.ts';

export const aws: typeof en = {
  aws_away: ({ place, why }) => ({
    message: `${place} no responde como debería: ${why}`,
    hint: 'mirá la red y el estado del servicio; con otro proveedor, S3_ENDPOINT o SQS_ENDPOINT',
  }),
  aws_denied: ({ place, why }) => ({
    message: `${place} se niega: ${why}`,
    hint: 'mirá las claves o el rol, y dales los permisos que enumera docs/uploads.md',
  }),
  aws_no_credentials: ({ place, why }) => ({
    message: `nada dice quién le pregunta a ${place}: ${why}`,
    hint: 'dale un rol al proceso, o definí AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY',
  }),
  aws_no_region: ({ place }) => ({
    message: `nada dice en qué región está ${place}`,
    hint: 'definí AWS_REGION, por ejemplo sa-east-1',
  }),
  aws_elsewhere: ({ place }) => ({
    message: `${place} está en otra región`,
    hint: 'definí AWS_REGION con la región del bucket',
  }),
  bucket_missing: ({ place }) => ({
    message: `no existe el bucket de ${place}`,
    hint: `${typed('prepare-uploads')} lo crea; o indicá otro con UPLOAD_STORE`,
  }),
  queue_missing: ({ place }) => ({
    message: `no existe la cola ${place}`,
    hint: `${typed('prepare-uploads')} la crea, con otra para los mensajes que nadie puede usar; o indicá otra con UPLOAD_QUEUE`,
  }),
  queue_elsewhere: ({ made }) => ({
    message: `la cola se creó con otra dirección que la de UPLOAD_QUEUE: ${made}`,
    hint: 'poné esa en UPLOAD_QUEUE',
  }),
  keys_halved: {
    message: 'de AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY hay una sola',
    hint: 'definí las dos o ninguna',
  },
  message_lost: ({ why }) =>
    `no se le avisó a ningún worker de esta carga; alguno la encuentra igual en segundos: ${why}`,
  temp_refused: ({ folder, why }) => ({
    message: `el archivo de una carga no puede quedar en ${folder} mientras se lee: ${why}`,
    hint: 'indicá con TMPDIR una carpeta donde este proceso pueda escribir',
  }),
  temp_full: ({ folder, why }) => ({
    message: `no hay lugar en ${folder} para el archivo de una carga mientras se lee: ${why}`,
    hint: 'hacé lugar ahí, o indicá otra carpeta con TMPDIR',
  }),
  help_prepare_uploads:
    'crea el bucket y la cola de las cargas que indican UPLOAD_STORE y UPLOAD_QUEUE, si todavía no existen',
  prepared: ({ place }) => `${place}: se creó`,
  prepared_before: ({ place }) => `${place} ya existía y queda como está`,
  nothing_to_prepare: `no hay nada que crear: la carpeta se crea la primera vez que se usa, y la tabla la crea ${typed('migrate')}`,

  queue_puts_nothing_aside: ({ count }) =>
    `${count === 0 ? 'nada espera' : `${count} en espera`}; no tiene cola para los mensajes que nadie puede usar: vuelven una y otra vez`,
};
