import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { CliText, en } from './en.ts';

const { plural } = formatsIn('es-AR');

export const es: typeof en = {
  // The targets
  targets_wrong: ({ problems }) => ({
    message: 'TARGETS_FILE tiene errores',
    lines: problems,
    hint: 'mirá "Varios negocios" en docs/configuration.md',
  }),
  targets_unreadable: ({ why }) => ({
    message: `no se puede leer el archivo que nombra TARGETS_FILE: ${why}`,
    hint: 'debe ser una lista JSON de destinos; mirá "Varios negocios" en docs/configuration.md',
  }),
  no_json: ({ place }) => `no es JSON${place === null ? '' : `, en ${place}`}`,
  no_list: 'debe ser una lista JSON con al menos un destino',
  of_target: ({ name, problem }) => `destino ${name}: ${problem}`,
  of_every_target: ({ problem }) => `todos los destinos: ${problem}`,
  no_object: ({ name }) => `el destino ${name} debe ser un objeto`,
  name_wrong: 'name debe tener hasta 63 letras, dígitos, - y _',
  name_taken: ({ name }) => `el nombre ${name} está repetido`,
  no_field: ({ field }) => `${field} no es un campo de un destino`,
  secret_in_file: ({ field, place }) =>
    `${field} no debe estar en el archivo: nombrá su secreto con ${place}, o definilo en el entorno`,
  of_process: ({ field }) => `${field} vale para todos los destinos: definilo en el entorno`,
  not_plain: ({ field }) => `${field} debe ser un texto, un número o null`,
  schema_shared: ({ other }) => `NAME_DB está en la base de datos y el esquema del destino ${other}`,
  one_target_needed: ({ count, names }) => ({
    message: `hay ${count} destinos, y este comando trabaja con uno solo`,
    hint: `indicalo con --target: ${names.join(', ')}`,
  }),
  target_unknown: ({ name, names }) => ({
    message: `no existe el destino ${name}`,
    hint:
      names.length === 0 ? 'definí TARGETS_FILE para tener destinos' : `los destinos son ${names.join(', ')}`,
  }),
  task_idle: ({ index, count, targets }) =>
    `la tarea ${index} de ${count} no tiene nada que hacer: hay solo ${plural(targets, 'destino', 'destinos')}`,
  stopped_before: ({ names }) =>
    `se detuvo antes de ${plural(names.length, 'destino', 'destinos')}: ${names.join(', ')}`,

  // The command line
  usage: ({ problem }) => problem,
  help_program:
    'Sincronización de stock para un negocio: lleva catálogo, precios y stock a MySQL y avisa a los canales lo que cambió.',
  help_lang: 'idioma de lo que leen las personas; por defecto, el de LANG',
  help_version: 'mostrar la versión',
  help_help: 'mostrar esta ayuda',
  help_target_each: 'solo este de los destinos de TARGETS_FILE',
  help_target_one: 'cuál de los destinos de TARGETS_FILE',
  help_doctor: 'controlar una por una las cosas que necesita el programa, y decir qué hacer',
  help_init: 'preguntar lo que necesita el programa, probar cada respuesta y escribirlo en el archivo .env',
  help_serve:
    'responder por HTTP: recibir planillas de productos y decir cómo va cada una; hasta que se lo detiene',
  help_completion: 'mostrar lo que hace que la tecla Tab de la terminal complete comandos y opciones',
  help_shell: 'bash, zsh o fish',
  serving: ({ url, clients }) =>
    `${url} responde a ${clients.length === 0 ? 'esta máquina sola' : clients.join(', ')}`,
  stopping: 'está terminando',
  served: 'todo lo que se pidió está respondido',
  no_answer: ({ seconds }) => `sin respuesta en ${seconds} s`,
  worker_died: 'un worker terminó solo y se inicia de nuevo; el log dice por qué',
  worker_restarts: ({ how, seconds }) => `un worker terminó con ${how}: el próximo arranca en ${seconds} s`,
  no_terminal: {
    message: 'init hace sus preguntas en una terminal, y no hay ninguna',
    hint: `ejecutá ${typed('init')} en una terminal, o copiá .env.example a .env y completalo`,
  },
  init_title: 'El archivo .env',
  init_about:
    'Elegí con las flechas y Enter. Lo que respondés se prueba en el momento. Con Ctrl+C salís sin escribir nada.',
  ask_over:
    'Ya hay un .env. ¿Lo escribo de nuevo? El viejo queda como .env.bak, y sus valores se te ofrecen.',
  ask_over_changed: 'Mientras tanto .env cambió. ¿Lo escribo de nuevo? Lo que hay ahora queda como .env.bak.',
  over_no: 'no, dejalo como está',
  over_yes: 'sí, escribilo de nuevo',
  env_left: '.env queda como está.',
  env_written: 'Listo: .env está escrito, y solo tu usuario puede leerlo.',
  env_overruled: ({ names }) =>
    `Esta terminal define ${names.join(', ')} con otro valor, que vale más que el de .env.`,
  env_head: `Escrito por ${typed('init')}.`,
  env_kept: 'Del archivo anterior.',
  init_next: ({ commands }) => ['Ahora, uno tras otro:', ...commands].join('\n'),
  nothing_written: 'No se escribió nada.',
  option_unknown: ({ given }) => `no existe la opción '${given[0]}'`,
  command_unknown: ({ given }) => `no existe el comando '${given[0]}'`,
  command_missing: 'falta el comando',
  did_you_mean: ({ problem, meant }) => `${problem}; ¿quisiste decir ${meant.join(' o ')}?`,
  see_help: ({ problem }) => `${problem}; mirá ${typed('--help')}`,
  value_missing: ({ given }) => `a la opción '${given[0]}' le falta su valor`,
  argument_missing: ({ given }) => `falta el argumento '${given[0]}'`,
  option_missing: ({ given }) => `falta la opción '${given[0]}'`,
  too_many: ({ given }) => `sobran argumentos para '${given[0]}'`,
  value_wrong: ({ option, given, expected }) => `'${given}' no sirve como valor de ${option}. ${expected}`,
  choices: ({ choices }) => `Los valores posibles son ${choices.join(', ')}.`,
};

export const esText: CliText = {
  error: 'error',
  headings: {
    'Usage:': 'Uso:',
    'Arguments:': 'Argumentos:',
    'Options:': 'Opciones:',
    'Commands:': 'Comandos:',
    '[options]': '[opciones]',
    '[command]': '[comando]',
    'choices:': 'valores:',
    'default:': 'por defecto:',
    'Global Options:': 'Opciones generales:',
  },
  exitCodes: `
Códigos de salida:
  0    hecho, y no queda ningún cambio sin enviar
  64   uso incorrecto
  65   la respuesta del origen es ilegible, incompleta, vacía o en gran parte
       inservible: no se cargó nada
  69   un servicio no responde o sigue fallando, o quedan cambios sin enviar
  70   un defecto de este programa, o cuentas que no cierran: no se cargó nada
  75   otra sincronización tiene el bloqueo
  77   el control detuvo la sincronización; --force deja pasar una
  78   configuración, permiso, secreto, esquema, caja
  130, 143   detenida por SIGINT, SIGTERM`,
  doctor: {
    ok: 'bien',
    note: 'ojo',
    failed: 'FALLA',
    skipped: 'omitido',
    target: (name) => `destino ${name}`,
    summary: (well, noted, failed, untried) =>
      [
        `${well} bien`,
        ...(noted > 0 ? [`${noted} para mirar`] : []),
        ...(failed > 0 ? [`${failed} mal`] : []),
        ...(untried > 0 ? [`${untried} sin probar`] : []),
      ].join(', '),
  },
};
