/** What the page hands to its program in the browser. */
export interface PageData {
  madeAt: string;
  locale: string;
  words: {
    one: string;
    /** With `{count}`. */
    many: string;
    none: string;
  };
}
