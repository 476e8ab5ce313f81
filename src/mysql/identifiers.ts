/** A name or schema.name that the configuration has checked, quoted as an identifier. */
export function quoted(name: string): string {
  return name
    .split('.')
    .map((part) => `\`${part.replaceAll('`', '``')}\``)
    .join('.');
}
