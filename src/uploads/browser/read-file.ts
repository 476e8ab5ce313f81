/** The first rows are in it. */
const PART_BYTES = 1024 * 1024;
const LINE_END = 0x0a;

export interface Part {
  blob: Blob;
  /** Of the whole file, where the part alone could not tell. */
  encoding: string | undefined;
}

/** As much of a file as its preview needs: an .xlsx has its directory at its end. */
export async function partOf(file: File): Promise<Part> {
  const whole = { blob: file, encoding: undefined };
  if (!/\.csv$/i.test(file.name) || file.size <= PART_BYTES) return whole;
  const head = new Uint8Array(await file.slice(0, PART_BYTES).arrayBuffer());
  const end = head.lastIndexOf(LINE_END) + 1;
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (end === 0 || isUtf16) return whole;
  return { blob: file.slice(0, end), encoding: (await isUtf8(file)) ? 'utf-8' : 'windows-1252' };
}

async function isUtf8(file: File): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      decoder.decode(value, { stream: !done });
      if (done) return true;
    }
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Undefined where the browser computes none: neither over https nor on this machine. */
export async function sha256Of(file: File): Promise<string | undefined> {
  if (!isSecureContext) return undefined;
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
