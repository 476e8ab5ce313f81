import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { plural } = formatsIn('en-US');

interface DeadInWords {
  id: string;
  filename: string;
  proveedorId: string;
  at: string;
  reason: string;
}

/** What the commands print of uploads that were given up. */
export const en = {
  deadUpload: ({ id, filename, proveedorId, at, reason }: DeadInWords): string =>
    `upload ${filename} of ${proveedorId} (${id})\n  given up at ${at}: ${reason}`,
  moreDead: (count: number): string =>
    `and ${plural(count, 'more upload', 'more uploads')}: --limit 0 shows them`,
  deadNext: (id: string): string =>
    `Once the cause is over, ${typed(`dead retry --channel uploads ${id}`)} goes on with it where it stood, and ${typed('dead retry --channel uploads --all')} with all. ${typed('dead drop --channel uploads --all')} leaves them failed: what was brought in of them stays.`,
  retried: (count: number): string =>
    `${plural(count, 'upload is', 'uploads are')} pending again: a worker goes on with ${count === 1 ? 'it' : 'them'}.`,
  dropped: (count: number): string =>
    `${plural(count, 'upload stays', 'uploads stay')} failed: what was brought in of ${count === 1 ? 'it' : 'them'} stays.`,
};

export type DeadText = typeof en;
