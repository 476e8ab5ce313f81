import { BYTES_PER_MB } from '../page/page-data.ts';
import { byId, make, put } from './dom.ts';
import { takeDrops } from './drops.ts';
import { ask, Problem } from './http.ts';
import { showKnown, uploadsOf } from './known.ts';
import { data, text } from './page.ts';
import { previewView, type Reading, verdictOf } from './preview-view.ts';
import { partOf } from './read-file.ts';
import type { Preview, TaskLine } from './status.ts';
import type { Unsent } from './unsent.ts';

const LONGEST_LOOK_MS = 180_000;
/** Such a file can be uploaded all the same. */
const TOO_LONG = 'upload.preview_too_long';
const USUAL: Reading = { sheet: undefined, encoding: undefined, decimal: 'auto' };

/** An upload as somebody asks for it. */
export interface Wanted {
  file: File;
  supplier: string;
  query: string;
}

/** What is chosen, and how it is understood. */
export class UploadForm {
  readonly #supplier = supplierControl();
  readonly #input = byId('file', HTMLInputElement);
  readonly #replaces = byId('replaces', HTMLInputElement);
  readonly #dryRun = byId('dry-run', HTMLInputElement);
  readonly #submit = byId('submit', HTMLButtonElement);
  readonly #looking = byId('looking');
  #file: File | undefined;
  #reading = USUAL;
  /** Why the file that is chosen cannot be uploaded. */
  #refusal: string | undefined;
  #known: readonly TaskLine[] = [];
  #before: Unsent | undefined;
  #look = new AbortController();

  constructor(onWanted: (wanted: Wanted) => void) {
    byId('form').addEventListener('submit', (event) => {
      event.preventDefault();
      const wanted = this.#wanted();
      if (wanted !== undefined) onWanted(wanted);
    });
    this.#input.addEventListener('change', () => {
      const [file] = this.#input.files ?? [];
      // So that the same one can be chosen again once it was corrected.
      if (file !== undefined) void this.choose(file).then(() => (this.#input.value = ''));
    });
    this.#supplier.addEventListener('input', () => {
      put(byId('supplier-wrong'), '');
      showKnown(this.#known, this.supplier);
    });
    this.#dryRun.addEventListener('change', () => this.#nameSubmit());
    this.#nameSubmit();
    takeDrops((file) => void this.choose(file));
  }

  get supplier(): string {
    return this.#supplier.value.trim();
  }

  /** Offers them to whoever may upload for anybody. */
  offer(suppliers: readonly string[]): void {
    const options = suppliers.map((value) => make('option', { value }));
    document.getElementById('suppliers')?.replaceChildren(...options);
  }

  /** The next file of the same supplier is chosen at once. */
  again(supplier: string): void {
    this.#supplier.value = supplier;
    this.#input.click();
  }

  /** As it was when a file was sent that may have arrived: what is asked for otherwise would be another upload. */
  restore(before: Unsent): void {
    const query = new URLSearchParams(before.query);
    this.#before = before;
    this.#supplier.value = query.get('proveedor_id') ?? '';
    this.#replaces.checked = query.has('reemplazar_duplicados');
    this.#dryRun.checked = query.has('solo_validar');
    this.#nameSubmit();
  }

  /** The next upload saves what it brings. */
  saveNext(): void {
    this.#dryRun.checked = false;
    this.#nameSubmit();
  }

  /** Of no file any more. */
  clear(): void {
    this.#look.abort();
    [this.#file, this.#before] = [undefined, undefined];
    put(byId('chosen'), text.choose);
    this.#hide();
  }

  /** Shows how a file is understood, before anything of it is saved. */
  async choose(file: File, reading = this.#usualFor(file)): Promise<void> {
    const isOther = file !== this.#file;
    this.#file = file;
    this.#reading = reading;
    put(byId('chosen'), file.name);
    this.#look.abort();
    this.#look = new AbortController();
    const { signal } = this.#look;
    if (isOther) this.#hide();
    if (file.size > data.maxBytes) return this.#refuse(text.tooLarge(data.maxBytes / BYTES_PER_MB));
    put(this.#looking, text.looking);
    try {
      this.#show(await this.#previewOf(file, signal));
      if (!isOther) return;
      this.#known = await uploadsOf(file, signal).catch(() => []);
      if (!signal.aborted) showKnown(this.#known, this.supplier);
    } catch (error) {
      if (!signal.aborted) this.#tellFailed(error, file);
    }
  }

  #usualFor({ name, size }: File): Reading {
    const before = this.#before;
    return before?.filename === name && before.bytes === size ? readingIn(before.query) : USUAL;
  }

  async #previewOf(file: File, signal: AbortSignal): Promise<Preview> {
    const { blob, encoding } = await partOf(file);
    const body = new FormData();
    body.append('file', blob, file.name);
    const query = queryOf({ ...this.#reading, encoding: this.#reading.encoding ?? encoding });
    const path = `/items/bulk-upload/preview?${query.toString()}`;
    return ask<Preview>(path, { method: 'POST', body, signal, limitMs: LONGEST_LOOK_MS });
  }

  #show(preview: Preview): void {
    const said = verdictOf(preview);
    this.#refusal = preview.error === null ? undefined : said;
    put(this.#looking, said);
    this.#looking.classList.toggle('wrong', preview.error !== null);
    put(byId('file-wrong'), '');
    // Its selects are made again; whoever has just chosen in one goes on there.
    const focused = document.activeElement?.id ?? '';
    const onChange = (reading: Reading): void => void (this.#file && this.choose(this.#file, reading));
    byId('preview').replaceChildren(...previewView(preview, this.#reading, onChange));
    this.#showPreview(true);
    if (focused !== '') document.getElementById(focused)?.focus();
  }

  #tellFailed(error: unknown, file: File): void {
    if (error instanceof DOMException) return this.#refuse(text.changed(file.name));
    const why = error instanceof Problem ? error.message : text.unreachable;
    const isLasting = error instanceof Problem && error.status < 500 && error.status !== 429;
    if (isLasting && error.code !== TOO_LONG) return this.#refuse(why);
    this.#hide();
    put(this.#looking, `${text.preview.failed}: ${why}`);
  }

  #refuse(why: string): void {
    this.#hide();
    this.#refusal = why;
    put(byId('file-wrong'), why);
  }

  #hide(): void {
    this.#refusal = undefined;
    this.#known = [];
    this.#showPreview(false);
    this.#looking.classList.remove('wrong');
    for (const id of ['looking', 'file-wrong', 'known']) put(byId(id), '');
  }

  #showPreview(isThere: boolean): void {
    for (const id of ['preview-h', 'preview']) byId(id).hidden = !isThere;
  }

  #nameSubmit(): void {
    put(this.#submit, this.#dryRun.checked ? text.check : text.upload);
  }

  /** What is wrong is said where it is, and the first place of it is gone to. */
  #wanted(): Wanted | undefined {
    const { supplier } = this;
    const [file, refusal] = [this.#file, this.#file === undefined ? text.needsFile : this.#refusal];
    put(byId('supplier-wrong'), supplier === '' ? text.needsSupplier : '');
    put(byId('file-wrong'), refusal ?? '');
    if (supplier === '') this.#supplier.focus();
    else if (refusal !== undefined) this.#input.focus();
    if (supplier === '' || refusal !== undefined || file === undefined) return undefined;
    const query = queryOf(this.#reading);
    query.set('proveedor_id', supplier);
    if (this.#replaces.checked) query.set('reemplazar_duplicados', 'true');
    if (this.#dryRun.checked) query.set('solo_validar', 'true');
    return { file, supplier, query: query.toString() };
  }
}

function queryOf({ sheet, encoding, decimal }: Reading): URLSearchParams {
  const query = new URLSearchParams();
  if (sheet !== undefined) query.set('hoja', sheet);
  if (encoding !== undefined) query.set('encoding', encoding);
  if (decimal !== 'auto') query.set('decimal', decimal);
  return query;
}

function readingIn(text: string): Reading {
  const query = new URLSearchParams(text);
  return {
    sheet: query.get('hoja') ?? undefined,
    encoding: query.get('encoding') ?? undefined,
    decimal: (query.get('decimal') ?? 'auto') as Reading['decimal'],
  };
}

/** A list, where the token says for whom; a text for whoever may upload for anybody. */
function supplierControl(): HTMLInputElement | HTMLSelectElement {
  const found = byId('supplier');
  return found instanceof HTMLSelectElement ? found : byId('supplier', HTMLInputElement);
}
