/** One column of the template, and of `catalog_item`. */
export type Column = { readonly name: string; readonly isRequired: boolean } & (
  | { readonly kind: 'text'; readonly most: number }
  | { readonly kind: 'price' }
  /** `usual`: where a cell is empty. */
  | { readonly kind: 'whole'; readonly usual: number | null }
  | { readonly kind: 'boolean'; readonly usual: 0 | 1 }
);

const text = (name: string, most: number, isRequired = true): Column => ({
  ...{ name, kind: 'text', most, isRequired },
});
const whole = (name: string, usual: number | null): Column => ({
  ...{ name, kind: 'whole', usual, isRequired: usual === null },
});
const boolean = (name: string, usual: 0 | 1): Column => ({ name, kind: 'boolean', usual, isRequired: false });

/** The 13 columns of the template, in order. */
export const COLUMNS: readonly Column[] = [
  text('id', 64),
  text('nombre', 255),
  text('codigo', 64),
  text('categoria', 128),
  text('presentacion', 255, false),
  { name: 'precio_unitario', kind: 'price', isRequired: true },
  text('certificado_sanitario', 255),
  text('condiciones_almacenamiento', 512),
  whole('tiempo_entrega_dias', null),
  whole('stock_minimo', 10),
  whole('stock_critico', 5),
  boolean('requiere_lote', 0),
  boolean('requiere_vencimiento', 1),
];

/** Where both keys of a product stand among them. */
export const ID = 0;
export const CODE = 2;

/** What a file of errors has behind the columns of the one that was uploaded. Nothing is read from them. */
export const ERROR_COLUMNS = ['error_fila', 'error_columna', 'error_codigo', 'error_detalle'] as const;
