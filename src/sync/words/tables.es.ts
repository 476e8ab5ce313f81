import { typed } from '../../platform/command-line.ts';
import type { enTables } from './tables.en.ts';

/** What is found wrong with the tables and the procedures. */
export const esTables: typeof enTables = {
  table_missing: {
    message: 'no hay una tabla raw_item_data en este esquema, o este usuario no puede verla',
    hint: `ejecutá ${typed('migrate')}; si ya lo hiciste, dale a este usuario los permisos de deploy/grants/`,
  },
  column_wrong: ({ column, what }) => ({
    message: `la columna ${column} de raw_item_data ${what}`,
    hint: 'cambiá la tabla, o poné en NAME_DB el esquema correcto',
  }),
  column_demanding: ({ column }) => ({
    message: `la columna ${column} de raw_item_data es NOT NULL sin valor por defecto, así que no se puede insertar ningún producto`,
    hint: 'dale un valor por defecto',
  }),
  column_missing: 'falta',
  no_key: 'no es clave primaria ni única',
  half_key: 'es solo una parte de una clave única',
  generated: 'se genera a partir de otras columnas, así que no se puede escribir',
  engine_wrong: ({ engine }) => ({
    message: `raw_item_data es ${engine} y no InnoDB, así que una carga que falla no se podría deshacer`,
    hint: 'ejecutá ALTER TABLE raw_item_data ENGINE = InnoDB',
  }),
  second_key: ({ key, columns }) => ({
    message: `raw_item_data tiene la clave única ${key} (${columns}) además de la de id, así que un producto podría pisar la fila de otro`,
    hint: `convertila en un índice común: ALTER TABLE raw_item_data DROP INDEX \`${key}\`, ADD INDEX \`${key}\` (${columns})`,
  }),
  row_refused: ({ attempt, why }) => ({
    message: `no se pudo ${attempt}: ${why}`,
    hint: 'una clave, un CHECK o un trigger de raw_item_data rechazó una fila, y no se cargó nada: cambialo, o corregí el producto en el sistema de origen',
  }),
  type_wrong: ({ type, expected }) => `tiene el tipo ${type}, se espera ${expected}`,
  an_integer: 'un entero',
  procedure_missing: ({ procedure }) => ({
    message: `el procedimiento ${procedure} no existe, o este usuario no puede verlo`,
    hint: `corregí POST_LOAD_PROCEDURES, o ejecutá GRANT EXECUTE ON PROCEDURE ${procedure} para el usuario`,
  }),
  procedure_failed: ({ why }) => ({
    message: why,
    hint: 'no sale ningún cambio hasta que termine bien; la próxima sincronización lo llama de nuevo',
  }),
  procedure_uncommitted: ({ procedure }) => ({
    message: `el procedimiento ${procedure} dejó una transacción abierta, así que lo que hizo se deshizo`,
    hint: 'hacé que confirme con COMMIT lo que escribe y que deje autocommit encendido; hasta entonces no sale ningún cambio',
  }),
  procedures_first: ({ why }) => ({
    message: `antes de enviar hay que llamar a los procedimientos posteriores: ${why}`,
    hint: 'esa ejecución los llama y envía lo que falta; si no lo hace, probá de nuevo cuando termine',
  }),
  procedures_at_work: {
    message: 'todavía trabaja un procedimiento posterior que llamó una sincronización anterior',
    hint: 'la próxima sincronización los llama de nuevo, y hasta entonces no sale ningún cambio; si no termina, mirá la base de datos',
  },
  procedures_not_noted: {
    message: 'se llamó a los procedimientos y no quedó anotado: la base de datos dice que no cambió nada',
    hint: 'mirá los triggers de sync_run',
  },
  published_table_wrong: ({ attempt, why }) => ({
    message: `no se pudo ${attempt}: ${why}`,
    hint: 'verificá PUBLISHED_ITEMS_TABLE, y los triggers de raw_item_data si los tiene',
  }),
  procedure_unknown: ({ attempt, why }) => ({
    message: `no se pudo ${attempt}: ${why}`,
    hint: 'verificá POST_LOAD_PROCEDURES',
  }),
  default_missing: ({ attempt, why }) => ({
    message: `no se pudo ${attempt}: ${why}`,
    hint: 'dale a la columna de raw_item_data un valor por defecto',
  }),
};
