import { type Catalogue, decode } from '../page/catalogue-code.ts';

export function canRead(): boolean {
  return typeof DecompressionStream === 'function';
}

export async function readCatalogue(): Promise<Catalogue> {
  const packed = atob(document.getElementById('catalogue')?.textContent ?? '');
  const bytes = Uint8Array.from(packed, (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return decode(await new Response(stream).text());
}
