import { en as alerts } from '../../alerts/words/en.ts';
import { en as channels } from '../../channels/words/en.ts';
import { en as dashboard } from '../../dashboard/words/en.ts';
import { en as mysql } from '../../mysql/words/en.ts';
import type { Catalogue } from '../../platform/phrase.ts';
import { en as platform } from '../../platform/words/en.ts';
import { en as rabbitmq } from '../../rabbitmq/words/en.ts';
import { en as runs } from '../../runs/words/en.ts';
import { en as sales } from '../../sales/words/en.ts';
import { en as server } from '../../server/words/en.ts';
import { en as sources } from '../../sources/words/en.ts';
import { en as spreadsheets } from '../../spreadsheets/words/en.ts';
import { en as sync } from '../../sync/words/en.ts';
import { en as uploads } from '../../uploads/words/en.ts';
import { en as cli } from '../words/en.ts';
import { channels as channelRooms, ledger, marketplaces } from '../../channels/index.ts';
import { englishOf } from '../../platform/room.ts';
import { sources as sourceRooms } from '../../sources/index.ts';

/** The rooms that there is one of. */
export const single = {
  platform,
  spreadsheets,
  server,
  mysql,
  rabbitmq,
  runs,
  sources,
  channels,
  upload: uploads,
  alerts,
  sales,
  sync,
  dashboard,
  cli,
};

/** What every room says in English. */
export const en: Catalogue = {
  ...single,
  ...englishOf(sourceRooms),
  ...englishOf(channelRooms),
  ...englishOf(marketplaces),
  ...englishOf(ledger),
};
