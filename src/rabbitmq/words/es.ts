import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { en } from './en.ts';

const { number, plural } = formatsIn('es-AR');

export const es: typeof en = {
  too_many_retries: ({ count, delays }) => ({
    message: `MAX_RETRIES es ${count}, y RETRY_DELAYS_MS nombra ${plural(delays, 'pausa', 'pausas')}`,
    hint: 'nombrá en RETRY_DELAYS_MS tantas pausas como intentos quieras, o sacá MAX_RETRIES',
  }),
  broker_refuses: ({ place, why }) => ({
    message: `RabbitMQ en ${place} lo rechaza: ${why}`,
    hint: 'revisá el usuario, la contraseña y el virtual host de RABBITMQ_URL, y los permisos de ese usuario',
  }),
  broker_away: ({ place, why }) => ({
    message: `RabbitMQ en ${place} no responde: ${why}`,
    hint: 'no se pierde nada: las ventas esperan en su cola hasta que vuelva',
  }),
  broker_full: ({ place, why }) => ({
    message: `RabbitMQ en ${place} no acepta mensajes: ${why}`,
    hint: 'dale más memoria o disco; mientras tanto las ventas se registran, y lo que hay que apartar espera',
  }),
  no_amqp: ({ place }) => ({
    message: `lo que responde en ${place} no es RabbitMQ: no habla AMQP`,
    hint: 'poné en RABBITMQ_URL el puerto de AMQP: 5672, o 5671 con amqps://; el 15672 es la página web de RabbitMQ',
  }),
  no_tls: ({ place }) => ({
    message: `lo que responde en ${place} no habla TLS`,
    hint: 'que RABBITMQ_URL empiece con amqp://, o poné en ella el puerto de TLS: por lo general, el 5671',
  }),
  queue_differs: ({ name, why }) => ({
    message: `la cola ${name} ya existe con otra configuración: ${why}`,
    hint: 'vaciá y borrá la cola, o poné QUEUE_NAME o RETRY_DELAYS_MS como los tiene la cola',
  }),
  copy_returned: ({ to }) => ({
    message: `RabbitMQ no tiene ninguna cola para lo que se manda a ${to}`,
    hint: 'alguien la borró: se declara otra vez, y antes no se confirma nada',
  }),
  copy_refused: ({ to, why }) => ({
    message: `RabbitMQ no guarda ningún mensaje más en ${to}: ${why}`,
    hint: 'su cola está llena: vaciala, o dejá que sea más larga; no se confirma nada que no esté guardado en otro lado',
  }),
  no_answer_in_time: ({ seconds }) => `sin respuesta a tiempo (${seconds} s)`,

  // The doctor
  check_stored_url: 'RabbitMQ: dirección',
  check_broker: 'RabbitMQ: ingreso',
  check_queues: 'RabbitMQ: colas y su configuración',
  queues_there: ({ missing }) =>
    missing.length === 0
      ? 'están todas, como tienen que estar'
      : `todavía no ${missing.length === 1 ? 'está' : 'están'}: ${missing.join(', ')}; ${typed('sales-worker')} crea lo que falta`,
  check_reading: 'RabbitMQ: permiso para leer',
  may_read: 'este usuario puede leer las ventas y las apartadas',
  check_waiting: 'ventas de la caja',
  waiting: ({ waiting, again, workers }) =>
    `${number(waiting)} en espera${again === 0 ? '' : `, ${number(again)} para intentar otra vez`}; ${workers === 0 ? `ningún proceso las escucha: arrancá ${typed('sales-worker')}` : plural(workers, 'proceso las escucha', 'procesos las escuchan')}`,
  check_dead: 'ventas que no se pudieron registrar',
  dead_letters: ({ count }) =>
    count === 0 ? 'ninguna' : `${number(count)}: ${typed('dead list --channel sales')} dice por qué`,

  // What a variable must be
  amqp_url: 'una dirección como amqp://usuario:contraseña@host/virtual-host',
  delays: 'milisegundos separados por comas, como 1000,4000,9000',
};
