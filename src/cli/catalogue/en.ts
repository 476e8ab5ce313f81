import { en as alerts } from '../../alerts/words/en.ts';
import { en as channels } from '../../channels/words/en.ts';
import { en as dashboard } from '../../dashboard/words/en.ts';
import { en as mysql } from '../../mysql/words/en.ts';
import type { Catalogue } from '../../platform/phrase.ts';
import { en as platform } from '../../platform/words/en.ts';
import { en as publications } from '../../channels/publications/words/en.ts';
import { en as runs } from '../../runs/words/en.ts';
import { en as bitcram } from '../../sources/bitcram/words/en.ts';
import { en as sources } from '../../sources/words/en.ts';
import { en as sync } from '../../sync/words/en.ts';
import { en as cli } from '../words/en.ts';

/** What every room says in English. */
export const en = {
  platform,
  mysql,
  runs,
  sources,
  bitcram,
  channels,
  publications,
  alerts,
  sync,
  dashboard,
  cli,
} satisfies Catalogue;
