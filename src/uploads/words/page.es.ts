import { formatsIn } from '../../platform/formats.ts';
import type { Outcome } from '../page/outcome.ts';
import type { PageText } from './page.en.ts';

const { number, plural } = formatsIn('es-AR');

const rows = (count: number): string => plural(count, 'fila', 'filas');
const products = (count: number): string => plural(count, 'producto', 'productos');

/** "se crearon 2 productos, se actualizaron 3 y 1 no cambió". */
function became({ created, updated, unchanged, isDryRun }: Outcome): string {
  const said = (one: string, many: string, ifSaved: string, count: number): string =>
    isDryRun ? ifSaved : count === 1 ? one : many;
  const parts = [
    ...(created > 0 || updated + unchanged === 0
      ? [`${said('se creó', 'se crearon', 'se crearían', created)} ${products(created)}`]
      : []),
    ...(updated > 0
      ? [`${said('se actualizó', 'se actualizaron', 'se actualizarían', updated)} ${number(updated)}`]
      : []),
    ...(unchanged > 0
      ? [`${number(unchanged)} ${said('no cambió', 'no cambiaron', 'no cambiarían', unchanged)}`]
      : []),
  ];
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} y ${parts.at(-1)}`;
}

function failedRows({ failed, isDryRun }: Outcome): string {
  if (failed === 0) return '';
  if (failed === 1) return ` 1 fila tiene errores y ${isDryRun ? 'no se cargaría' : 'no se cargó'}.`;
  return ` ${number(failed)} filas tienen errores y ${isDryRun ? 'no se cargarían' : 'no se cargaron'}.`;
}

const REST =
  'Para cargar lo que falta, cargá el archivo de nuevo con «Actualizar los productos que ya están» marcado: lo que ya se cargó no cambia.';

export const pageEs: PageText = {
  locale: 'es-AR',
  title: 'Cargar productos',
  intro: 'De una planilla al catálogo. Antes de guardar nada, ves cómo se entiende el archivo.',
  language: 'Idioma',
  loggedInAs: (name) => `Ingresaste como ${name}`,
  logOut: 'Salir',
  needsScript: 'Esta página necesita JavaScript. Habilitalo acá, o avisale a quien se ocupa del programa.',
  new: 'Nueva carga',
  supplier: 'Proveedor',
  supplierHint: 'Su código en el catálogo, como PROV001',
  file: 'Planilla',
  choose: 'Elegí un archivo, o arrastralo acá',
  fileHint: (mb) => `Excel (.xlsx) o CSV (.csv), hasta ${number(mb)} MB`,
  templates: '¿No tenés una?',
  template: 'Bajá la plantilla vacía',
  example: 'la plantilla con ejemplos',
  options: 'Qué hacer',
  replaces: 'Actualizar los productos que ya están',
  replacesHint: 'Si no, una fila cuyo ID o código ya está es un error.',
  dryRun: 'Solo revisar',
  dryRunHint: 'Se lee y se cuenta todo, y no se guarda nada.',
  upload: 'Cargar',
  check: 'Revisar',
  needsSupplier: 'Decí de qué proveedor son los productos',
  needsFile: 'Primero elegí un archivo',
  looking: 'Leyendo las primeras filas…',
  changed: (filename) => `${filename} cambió desde que lo elegiste: elegilo de nuevo.`,
  tooLarge: (mb) => `El archivo tiene más de ${number(mb)} MB: dividilo.`,

  preview: {
    heading: 'Así se entiende el archivo',
    notSaved: 'Todavía no se guardó nada.',
    format: 'Formato',
    csv: (delimiter) =>
      `CSV, separado por ${delimiter === ';' ? 'punto y coma' : delimiter === '\t' ? 'tabulaciones' : 'comas'}`,
    xlsx: 'Excel',
    encoding: 'Letras (codificación)',
    found: (encoding) => `${encoding} (detectada)`,
    decimal: 'Decimales',
    decimalAuto: (marks) =>
      marks.length === 0
        ? 'número por número'
        : marks.length === 2
          ? 'número por número: acá hay con coma y con punto'
          : `número por número: acá van con ${marks[0] === 'coma' ? 'coma' : 'punto'}`,
    comma: 'con coma: 1.250,50',
    point: 'con punto: 1,250.50',
    sheet: 'Hoja',
    columns: 'Columnas',
    matched: (count, all) => `${number(count)} de ${number(all)} reconocidas`,
    as: (heading, column) => `${heading} → ${column}`,
    numericKeys: (columns) =>
      `En la planilla, ${columns.join(' y ')} ${columns.length === 1 ? 'es un número' : 'son números'}: ahí se pierden los ceros de adelante. Si los había, dale a la columna formato de texto y escribilos de nuevo.`,
    ignored: 'No se usan',
    none: 'ninguna',
    missing: 'Faltan',
    usual: 'Toman su valor habitual',
    usualOf: (column, value) => `${column}: ${value}`,
    empty: 'vacío',
    yes: 'sí',
    no: 'no',
    rows: 'Primeras filas',
    row: 'Fila',
    good: (count, hasMore) =>
      hasMore
        ? `Las primeras ${rows(count)} están bien.`
        : count === 1
          ? 'La única fila del archivo está bien.'
          : `Las ${rows(count)} del archivo están bien.`,
    faulty: (faulty, count, hasMore) =>
      `De las ${hasMore ? 'primeras ' : ''}${rows(count)}, ${number(faulty)} ${faulty === 1 ? 'tiene errores y no se cargaría' : 'tienen errores y no se cargarían'}:`,
    repeated: 'Si algún ID o código se repite, o ya está en el catálogo, se ve recién al revisar o cargar.',
    anyway: 'Podés cargarlo igual: después bajás esas filas en un archivo, y las corregís ahí.',
    only: 'No hay ninguna fila debajo de los nombres de las columnas.',
    again: (state, when) => `Este mismo archivo ya se cargó el ${when}: ${state}.`,
    seeIt: 'Ver esa carga',
    refused: 'Este archivo así como está no se puede cargar',
    otherSheet: 'Si los productos están en otra hoja, elegila más abajo.',
    failed: 'No se pudo ver el archivo antes de cargarlo',
  },

  sending: {
    progress: 'Enviado',
    sent: (percent) => `Enviando el archivo: ${percent} %`,
    kept: 'El archivo llegó. Podés cerrar esta página: la carga sigue sin ella.',
    lost: (seconds) =>
      `Se cortó la conexión. El archivo se manda de nuevo solo en ${number(seconds)} s; se carga una sola vez.`,
    later: (why, seconds) => `${why} Se intenta de nuevo solo en ${number(seconds)} s.`,
    stop: 'No mandarlo',
    stopped: 'Ya no se manda. Si había llegado, está entre las cargas anteriores.',
    interrupted: (filename) =>
      `${filename} se estaba mandando cuando se cerró esta página. Elegilo de nuevo: si había llegado, no se carga dos veces.`,
  },

  task: {
    pending: 'Espera su turno.',
    retried: (why, when) => `${why} Se intenta de nuevo a las ${when}.`,
    processing: (processed, perSecond) =>
      processed === 0
        ? 'Leyendo el archivo…'
        : `${rows(processed)} ${processed === 1 ? 'lista' : 'listas'}${perSecond === null ? '' : `, ${number(Math.round(perSecond))} por segundo`}.`,
    cancelling: 'Cancelando…',
    completed: (o) =>
      o.total === 0
        ? 'Listo: el archivo no tenía ninguna fila.'
        : o.failed === o.total
          ? `No se cargó nada: ${o.total === 1 ? 'la única fila tiene errores' : `las ${rows(o.total)} tienen errores`}.`
          : `Listo${o.isDryRun ? ', sin guardar nada' : ''}: ${became(o)}.${failedRows(o)}`,
    cancelled: (o) =>
      `Se canceló después de ${rows(o.total)}${o.isDryRun || o.total === 0 ? '' : `, que quedan: ${became(o)}`}.${failedRows(o)}${o.isDryRun || o.total === o.failed ? '' : ` ${REST}`}`,
    failed: (why, before) =>
      `La carga falló: ${why}${before === 0 ? '' : ` Lo que se guardó antes (${rows(before)}) queda. ${REST}`}`,
    lost: 'Se cortó la conexión. La carga sigue en el servidor, y esta página sigue sola.',
    back: 'Volvió la conexión.',
    unknown: 'No existe esa carga. Un tiempo después de terminar se olvidan.',
    signIn: 'Tu sesión terminó.',
    signInLink: 'Ingresar de nuevo',
    working: 'Filas',
    processed: 'filas listas',
    rate: 'filas por segundo',
    successful: 'bien',
    created: 'creados',
    updated: 'actualizados',
    unchanged: 'sin cambios',
    rejected: 'con errores',
    cancel: 'Cancelar la carga',
    confirmCancel: '¿Cancelar esta carga? Lo que se guardó hasta ahora queda.',
    another: 'Cargar otro archivo',
    forReal: 'Ahora cargarlo',
    forRealChosen: 'Elegirlo de nuevo y cargarlo',
    of: (supplier, when) => `${supplier}, ${when}`,
    dryRun: 'solo una revisión',
  },

  errors: {
    heading: 'Qué está mal',
    groups: 'Por tipo',
    times: (count) => rows(count),
    where: (numbers, more) =>
      `${numbers.length === 1 && !more ? 'fila' : 'filas'} ${numbers.join(', ')}${more ? '…' : ''}`,
    taken:
      'Si es el mismo producto, marcá «Actualizar los productos que ya están» en la próxima carga. Si es otro, ponele un ID y un código que no tenga ningún producto: con esa marca pisaría al que ya está.',
    ambiguous:
      'Escribilo sin separar los miles, como 1234, o elegí en «Decimales», después de elegir el archivo, con qué van.',
    example: (error) => `Por ejemplo, ${error}`,
    steps: 'Cómo corregirlo',
    download: 'Bajá las filas rechazadas, con lo que está mal en las últimas columnas:',
    excel: 'como Excel',
    csv: 'como CSV',
    correct: 'Corregilas ahí y guardá el archivo. Las columnas error_… dejalas como están: no se leen.',
    again: 'Cargá el archivo corregido:',
    chooseAgain: 'Elegir el archivo corregido',
    others: 'Esto fue solo una revisión: las filas sin errores tampoco están en el catálogo todavía.',
    table: 'Fila por fila',
    first: (shown, all) =>
      `Las primeras ${number(shown)} de ${rows(all)}; el archivo de arriba las tiene todas.`,
    row: 'Fila',
    what: 'Qué está mal',
  },

  earlier: {
    heading: 'Cargas anteriores',
    none: 'No hay ninguna.',
    more: 'Ver más',
    state: {
      pending: 'en espera',
      processing: 'en curso',
      cancelling: 'cancelándose',
      completed: 'terminada',
      failed: 'fallida',
      cancelled: 'cancelada',
    },
    counts: (processed, failed) =>
      `${rows(processed)}${failed === 0 ? '' : `, ${number(failed)} con errores`}`,
  },

  unreachable: 'No se llega al servidor. Se intenta de nuevo solo.',
};
