import type { Item } from '../item-list.ts';

/** Where Air has goods, as its API calls it. */
export const LOCATIONS = ['cba', 'air', 'lug', 'ros', 'mza'] as const;
export type AirLocation = (typeof LOCATIONS)[number];

interface Quantity {
  name: string;
  fisico: number;
  disponible: number;
  entrante: number;
}

/** An article as `articulos` has it; a test may put anything in. */
export type AirArticle = {
  codigo: string;
  descrip: string;
  part_number: string;
  precio: number | string;
  moneda: string;
  impuesto_iva: { alicuota: number };
} & Partial<Record<AirLocation, Quantity>> &
  Record<string, unknown>;

/** What `get_meta` has of it. */
export interface AirDetail {
  caracteristicas: Record<string, string>;
  dimensiones: { alto: number; ancho: number; largo: number; peso: number };
  imagenes: string[];
}

/** Members that the light list lacks. */
const OF_WHOLE = new Set([
  'descrip',
  'part_number',
  'impuesto_interno',
  'tipo',
  'estado',
  'rubro',
  'grupo',
  'garantia',
]);
const NAMES: Record<AirLocation, string> = {
  cba: 'Córdoba',
  air: 'Buenos Aires',
  lug: 'Lugones',
  ros: 'Rosario',
  mza: 'Mendoza',
};
const GOODS = [
  'NOTEBOOK 15.6"',
  'MONITOR 24" LED',
  'MOUSE INALÁMBRICO',
  'DISCO SSD 1TB',
  'MEMORIA DDR5 16GB',
];
const LARGEST = 4_000;

export function lightOf(article: AirArticle): Record<string, unknown> {
  return Object.fromEntries(Object.entries(article).filter(([name]) => !OF_WHOLE.has(name)));
}

export function quantity(location: AirLocation, available: number, incoming = 0): Quantity {
  return { name: NAMES[location], fisico: Math.max(0, available), disponible: available, entrante: incoming };
}

/** Article `index` of a made-up catalogue; codes have leading zeros, and every other part number is of two bundles. */
function makeArticle(index: number): AirArticle {
  const price = 100 + ((index * 7919) % (LARGEST * 100));
  const article: AirArticle = {
    codigo: `00${String(index + 1).padStart(5, '0')}${index % 7 === 0 ? 'a' : ''}`,
    descrip: `${GOODS[index % GOODS.length]} MODELO ${index + 1}`,
    part_number: `PN-${Math.floor(index / 2)}`,
    precio: price / 100,
    moneda: index % 10 === 9 ? 'PES' : 'DOL',
    impuesto_iva: { alicuota: index % 3 === 0 ? 10.5 : 21 },
    impuesto_interno: 0,
    tipo: 'P',
    estado: { id: 'P', name: 'Estado Normal' },
    rubro: `001-${1000 + (index % 40)}`,
    grupo: `G${index % 12}`,
    garantia: '12 meses',
  };
  for (const [at, location] of LOCATIONS.entries()) {
    const available = (index * (at + 3)) % 11 < 4 ? (index + at) % 30 : 0;
    article[location] = quantity(location, available, (index + at) % 13 === 0 ? 5 : 0);
  }
  return article;
}

export function makeArticles(count: number): AirArticle[] {
  return Array.from({ length: count }, (_, index) => makeArticle(index));
}

export function makeDetail({ codigo, descrip, part_number: part }: AirArticle): AirDetail {
  return {
    caracteristicas: { Modelo: descrip, 'Número de parte': part, Origen: 'Importado' },
    dimensiones: { alto: 10, ancho: 20, largo: 30, peso: 1.5 },
    imagenes: [1, 2].map((nth) => `https://imagenes.air.example/${codigo}-${nth}.jpg`),
  };
}

/** The same as a marketplace lists them. */
export function asProducts(articles: readonly AirArticle[]): { priceList: Item[]; stock: Item[] } {
  const available = (article: AirArticle): number =>
    LOCATIONS.map((location) => article[location]?.disponible ?? 0).find((units) => units > 0) ?? 0;
  return {
    priceList: articles.map((article, index) => ({
      product_id: index + 1,
      product_code: article.codigo,
      product_name: article.descrip,
    })),
    stock: articles.map((article, index) => ({
      product_id: index + 1,
      product_balance: available(article),
    })),
  };
}
