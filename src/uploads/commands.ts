import type { CommandSpec } from '../platform/command.ts';
import { phrase } from './phrase.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'upload-worker',
    about: phrase('help_upload_worker'),
    options: [],
    targets: 'one',
    load: () => import('./upload-worker.ts'),
  },
  {
    name: 'prepare-uploads',
    about: phrase('help_prepare_uploads'),
    options: [],
    targets: 'one',
    load: () => import('./prepare.ts'),
  },
];
