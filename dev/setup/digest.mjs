import { createHash } from 'node:crypto';

/** @param {(string | Buffer)[]} parts in which order counts, and where one ends and the next begins */
export function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}
