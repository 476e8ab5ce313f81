import { formatsIn } from '../../platform/formats.ts';
import type { en } from './en.ts';

const { number } = formatsIn('es-AR');

export const es: typeof en = {
  unreadable: ({ why }) => ({
    message: `no se puede leer la planilla: ${why}`,
    hint: 'guardala de nuevo como .xlsx o .csv con un programa de planillas, y probá con ese archivo',
  }),

  // Why a file is not read
  empty: 'el archivo está vacío',
  no_spreadsheet: 'no es ni un .xlsx ni un .csv',
  old_excel: 'es un .xls de un Excel viejo; abrilo y guardalo como .xlsx',
  protected: 'está protegida con contraseña; guardala sin contraseña',
  macros: 'tiene macros, que nunca se ejecutan ni se guardan; guardala como .xlsx sin macros',
  binary_workbook: 'es un .xlsb; abrilo y guardalo como .xlsx',
  open_document: 'es de OpenDocument o de otro programa; abrila y guardala como .xlsx',
  web_page: 'es una página web o un XML con nombre de planilla; abrila y guardala como .xlsx',
  damaged: 'está dañada o incompleta',
  too_many_parts: ({ most }) => `está comprimida en más de ${number(most)} partes`,
  repeated_part: ({ name }) => `tiene dos veces la parte ${name}`,
  overlapping: 'sus partes comprimidas se superponen, y ningún programa de planillas escribe así',
  too_large: ({ mostMb }) => `tiene más de ${number(mostMb)} MB`,
  too_dense: ({ times }) =>
    `descomprimida ocupa más de ${number(times)} veces lo que pesa, como solo pasa en archivos hechos para dañar`,
  doctype: 'tiene un DOCTYPE, que ningún programa de planillas escribe',
  charset: ({ encoding }) => `está escrita en ${encoding}, y un .xlsx va en UTF-8`,
  beyond: ({ cell }) => `nombra la celda ${cell}, y la última que puede haber es XFD1048576`,
  too_many_rows: ({ most }) => `tiene más de ${number(most)} filas`,
  too_many_columns: ({ most, row }) => `la fila ${row} tiene algo después de la columna ${number(most)}`,
  too_many_texts: ({ most }) => `tiene más de ${number(most)} textos distintos`,
  too_much_text: ({ mostMb }) => `sus celdas tienen más de ${number(mostMb)} MB de texto`,
  endless: ({ most }) => `tiene un solo texto de más de ${number(most)} caracteres`,
  no_sheet: 'no tiene ninguna hoja con celdas',
  sheet_unknown: ({ sheet, sheets }) => `no tiene la hoja ${sheet}; tiene: ${sheets.join(', ')}`,
  nul: 'tiene bytes que no son texto; guardala como .csv en UTF-8',
  encoding_unknown: ({ encoding }) => `no existe la codificación ${encoding}`,
  not_in_encoding: ({ encoding }) => `no está escrita en ${encoding}`,
  quote_open: ({ row }) => `en la fila ${row} se abre una comilla que nunca se cierra`,
  row_too_long: ({ row, most }) =>
    `la fila ${row} tiene más de ${number(most)} caracteres; quizás se abre ahí una comilla que nunca se cierra`,

  // What is wrong with a cell, or with a row
  cell_digits_lost: ({ text }) =>
    `el número ${text} tiene más de 15 cifras, y la planilla pierde algunas: dale a la celda formato de texto y escribilo de nuevo`,
  cell_without_value:
    'la fórmula no tiene ningún resultado guardado: abrí el archivo en un programa de planillas y guardalo',
  cell_error: ({ text }) => `muestra el error ${text}`,
  cell_no_number: ({ text }) => `dice ${text} donde tendría que haber un número`,
  cell_no_date: ({ text }) => `el número ${text} tiene formato de fecha, y no es ninguna`,
  cell_too_long: ({ length, most }) => `tiene ${number(length)} caracteres; se aceptan hasta ${number(most)}`,
  surplus_cells: ({ cells, columns }) =>
    `la fila tiene ${number(cells)} celdas, y la primera fila nombra ${number(columns)} columnas: una celda que lleva coma o punto y coma va entre comillas`,

  // Why a text is no decimal number
  decimal_wrong: ({ text }) => `${text} no es un número`,
  decimal_ambiguous: ({ text }) =>
    `${text} se puede leer de dos maneras: decí si los decimales van con coma o con punto`,
  decimal_grouped: ({ text }) => `${text} no es un número con los miles en grupos de tres cifras`,
  decimal_digits_lost: ({ text }) =>
    `${text} es como una planilla escribe un número al que le sacó cifras: dale a la celda formato de texto y escribilo de nuevo`,
};
