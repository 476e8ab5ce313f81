/** The number at the end of a global id of this type, as a text. Throws where it has none. */
export function numberIn(id: string, type: string): string {
  const [, number] = new RegExp(`^gid://shopify/${type}/(\\d+)$`).exec(id) ?? [];
  if (number === undefined) throw new Error(`no id of a ${type}`);
  return number;
}

export function globalId(type: string, number: string): string {
  return `gid://shopify/${type}/${number}`;
}
