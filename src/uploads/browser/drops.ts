import { byId } from './dom.ts';

/** A file may be dropped anywhere on the page: beside its place, the browser would leave the page for it. */
export function takeDrops(onFile: (file: File) => void): void {
  const place = byId('drop');
  const mark = (isOver: boolean): void => void place.classList.toggle('over', isOver);
  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    mark(true);
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  addEventListener('drop', (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (file === undefined) return;
    event.preventDefault();
    mark(false);
    onFile(file);
  });
}
