/** Names that begin with a point are the store's own, and no keys. */
const KEY = /^[\w-][\w.-]{0,254}$/;

/** Ends what is not whole yet. No task has a key that ends so: what a killed process left is swept like whatever no task has. */
export const PART = '.part';

export const isKey = (name: string): boolean => KEY.test(name);

export function requireKey(key: string): string {
  if (!isKey(key)) throw new Error(`no key of an object: ${JSON.stringify(key)}`);
  return key;
}
