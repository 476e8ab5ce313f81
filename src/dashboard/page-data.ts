/** What the page hands to its program in the browser, beside the catalogue. */
export interface PageData {
  madeAt: string;
  locale: string;
  words: SearchWords;
}

/** With `{count}` where a number goes. */
export interface SearchWords {
  none: string;
  one: string;
  many: string;
  more: string;
  unnamed: string;
  price: string;
  noPrice: string;
  stock: string;
  noStock: string;
  stockUnknown: string;
  owed: string;
  dead: string;
  quarantine: string;
  /** Changes, by their kind where the numbers do not tell it. */
  new: string;
  gone: string;
}
