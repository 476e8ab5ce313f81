export type Log = (line: string) => void;

/** A way to a database or a browser that this machine does not offer: no fault, the next way is tried. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}
