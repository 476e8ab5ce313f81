const PLACE = 'unsent-upload';

/** An upload of which it is not known yet whether it arrived; it outlives a reload of the page. */
export interface Unsent {
  key: string;
  filename: string;
  bytes: number;
  query: string;
}

export function unsent(): Unsent | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as Unsent | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The key of an upload: that of before, where the same is sent again. */
export function keyFor({ name: filename, size: bytes }: File, query: string): string {
  const before = unsent();
  const isSame = before?.filename === filename && before.bytes === bytes && before.query === query;
  const key = isSame ? before.key : newKey();
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ key, filename, bytes, query } satisfies Unsent));
  } catch {
    // Where nothing can be kept, a reload forgets it.
  }
  return key;
}

export function forgetUnsent(): void {
  sessionStorage.removeItem(PLACE);
}

/** `crypto.randomUUID` is only there over https and on this machine. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
