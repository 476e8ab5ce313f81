/** What the page's program is given. */
export interface PageData {
  language: 'es' | 'en';
  /** Undefined: whoever asks may upload for anybody. */
  suppliers: readonly string[] | undefined;
  maxBytes: number;
  /** How many the template has. */
  columns: number;
}

/** What stands before the paths of the API. */
export const API = '/api/v1/catalog';

export const BYTES_PER_MB = 1024 * 1024;
