import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { productTypePath } from './product-types.ts';

export const SURVEY_DATES = ['2020-04-13', '2020-04-19', '2020-04-26'] as const;
export type SurveyDate = (typeof SURVEY_DATES)[number];

export interface PriceListItem {
  product_id: number;
  product_code: string;
  product_name: string;
  price: number;
  brand: string;
  size: string;
  product_image_b_format_url: string;
  product_type_id: number;
  product_type_path: string;
  product_type_node_left: number;
  product_use_stock: boolean;
  product_sale_type_id: number;
  product_search_codes: string[];
  product_change_cost_on_sales: boolean;
}

interface StockItem {
  product_id: number;
  product_balance: number;
}

export interface RealCatalogue {
  readonly priceList: PriceListItem[];
  readonly stock: StockItem[];
}

type SurveyRow = Record<'ean' | 'brand' | 'name' | 'size' | SurveyDate, string>;

const SURVEY = new URL('../data/precios-claros-store-49-1-2.csv.gz', import.meta.url);
const FIRST_PRODUCT_ID = 100_001;

let survey: Promise<SurveyRow[]> | undefined;

/**
 * The price list of one date and the warehouse's stock, with the products' true prices and names. A product keeps its id and its
 * balance on every date; the stock holds every product of the three dates, in no order of ids, as the API promises none.
 */
export async function realCatalogue(date: SurveyDate): Promise<RealCatalogue> {
  survey ??= readSurvey();
  const rows = await survey;
  const typeIds = productTypeIds(rows);

  const priceList: PriceListItem[] = [];
  for (const [index, row] of rows.entries()) {
    if (row[date] !== '') priceList.push(priceListItem(row, FIRST_PRODUCT_ID + index, date, typeIds));
  }
  const stock = rows
    .map((row, index) => ({ product_id: FIRST_PRODUCT_ID + index, product_balance: balanceOf(row.ean) }))
    .toSorted((one, other) => one.product_balance - other.product_balance);
  return { priceList, stock };
}

async function readSurvey(): Promise<SurveyRow[]> {
  const csv = await promisify(gunzip)(await readFile(SURVEY));
  return parse<SurveyRow>(csv, { columns: true });
}

function priceListItem(
  row: SurveyRow,
  productId: number,
  date: SurveyDate,
  typeIds: ReadonlyMap<string, number>,
): PriceListItem {
  const typePath = productTypePath(row.name);
  const typeId = typeIds.get(typePath) ?? 0;
  return {
    product_id: productId,
    product_code: row.ean,
    product_name: row.name,
    price: Number(row[date]),
    brand: row.brand,
    size: row.size,
    product_image_b_format_url: `https://imagenes.bitcram.example/b/${row.ean}.jpg`,
    product_type_id: typeId,
    product_type_path: typePath,
    product_type_node_left: 2 * typeId,
    product_use_stock: true,
    product_sale_type_id: 1,
    product_search_codes: [row.ean],
    product_change_cost_on_sales: false,
  };
}

/** Numbered over all the dates together, so that no product changes its type by another one's leaving. */
function productTypeIds(rows: readonly SurveyRow[]): Map<string, number> {
  const paths = new Set(rows.map(({ name }) => productTypePath(name)));
  return new Map([...paths].toSorted().map((path, index) => [path, index + 1]));
}

/** 0 for one product in eight or so, else 1 to 200: FNV-1a of the product code. */
function balanceOf(ean: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < ean.length; at += 1) hash = Math.imul(hash ^ ean.charCodeAt(at), 0x01000193) >>> 0;
  // The upper bits: a code's check digit ties the lowest ones together, and no product would be without stock.
  const spread = hash >>> 8;
  return spread % 8 === 0 ? 0 : 1 + ((spread >>> 3) % 200);
}
