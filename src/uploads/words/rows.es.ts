import { formatsIn } from '../../platform/formats.ts';
import type { rows as english } from './rows.en.ts';

const { number } = formatsIn('es-AR');

export const rows: typeof english = {
  columns_missing: ({ columns }) => ({
    message: `Columnas faltantes: ${columns.join(', ')}`,
    hint: 'la primera fila que tiene algo tiene que nombrar las columnas como la plantilla: borrá lo que haya arriba, y corregí los títulos que se llamen de otra manera',
  }),
  column_twice: ({ column }) => ({
    message: `la columna ${column} está dos veces`,
    hint: 'dejá una sola, o ponele otro título a la otra',
  }),
  rows_too_many: ({ most }) => ({
    message: `la planilla tiene más de ${number(most)} filas`,
    hint: 'dividila en varias, o subí UPLOAD_MAX_ROWS',
  }),
  nothing_in_it: {
    message: 'la planilla está vacía',
    hint: 'la primera fila nombra las columnas, como en la plantilla, y cada fila de abajo es un producto',
  },

  // What is wrong with a row, or with a cell of it
  fields_empty: ({ columns }) => `Campos obligatorios vacíos: ${columns.join(', ')}`,
  text_too_long: ({ length, most }) => `tiene ${number(length)} caracteres; se aceptan hasta ${number(most)}`,
  number_negative: ({ text }) => `${text} es menor que 0`,
  number_not_whole: ({ text }) => `${text} no es un número entero`,
  number_too_large: ({ text }) => `${text} es demasiado grande`,
  decimals_too_many: ({ text, most }) => `${text} tiene más de ${number(most)} decimales`,
  no_boolean: ({ text }) => `${text} no es verdadero ni falso: escribí sí o no, 1 o 0`,
  cells_beyond: ({ cells, columns }) =>
    `la fila tiene ${number(cells)} celdas, y la primera fila nombra ${number(columns)} columnas: volvé a poner en su columna lo que se corrió a la derecha, o borralo`,

  // What other rows and products have to do with a row
  product_taken: ({ id, code }) => `Producto duplicado (ID: ${id} o Código: ${code})`,
  keys_of_others: ({ id, code }) =>
    `el ID ${id} o el código ${code} es de un producto que este no puede reemplazar: ponele a este otro ID y otro código`,
  keys_of_two: ({ id, code }) =>
    `el ID ${id} es de un producto y el código ${code} de otro: corregí el que esté mal`,
};
