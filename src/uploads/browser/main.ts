import { byId, make } from './dom.ts';
import { Earlier } from './earlier.ts';
import { UploadForm, type Wanted } from './form.ts';
import { text } from './page.ts';
import { Sending } from './sending.ts';
import { TaskView } from './task.ts';
import { unsent } from './unsent.ts';

/** Of an upload: it stands in the address, so that it is found again after a reload, and by the browser's own way back. */
const TASK = /^#([0-9a-f-]{36})$/;

/** By its task, what was only checked since this page was opened. */
const checked = new Map<string, Wanted>();
const sending = new Sending();
const form = new UploadForm((wanted) => void upload(wanted));
const earlier = new Earlier((suppliers) => form.offer(suppliers));
const task = new TaskView({
  onEnded: () => void earlier.show(),
  onAgain(supplier) {
    location.hash = '';
    form.again(supplier);
  },
  onForReal(supplier, id) {
    location.hash = '';
    form.saveNext();
    const wanted = checked.get(id);
    if (wanted === undefined) form.again(supplier);
    else void upload({ ...wanted, query: savingQuery(wanted) });
  },
  isHeld: (id) => checked.has(id),
});

function savingQuery({ query }: Wanted): string {
  const saving = new URLSearchParams(query);
  saving.delete('solo_validar');
  return saving.toString();
}

async function upload(wanted: Wanted): Promise<void> {
  const id = await sending.take(wanted);
  if (id !== undefined) {
    if (new URLSearchParams(wanted.query).has('solo_validar')) checked.set(id, wanted);
    form.clear();
    location.hash = id;
  }
  await earlier.show();
}

function route(): void {
  const [, id] = TASK.exec(location.hash) ?? [];
  byId('new').hidden = id !== undefined;
  if (id === undefined) task.hide();
  else task.show(id);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a')) link.hash = location.hash;
}

addEventListener('signed-out', () => {
  const link = make('a', { href: '/login?next=%2Fuploads' }, text.task.signInLink);
  byId('trouble').replaceChildren(text.task.signIn, ' ', link);
});
addEventListener('hashchange', () => {
  route();
  if (!byId('new').hidden) byId('new-h').focus();
});
const before = unsent();
if (before !== undefined) form.restore(before);
route();
void earlier.show();
