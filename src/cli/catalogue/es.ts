import { es as alerts } from '../../alerts/words/es.ts';
import { es as channels } from '../../channels/words/es.ts';
import { es as dashboard } from '../../dashboard/words/es.ts';
import { es as mysql } from '../../mysql/words/es.ts';
import { es as platform } from '../../platform/words/es.ts';
import { es as rabbitmq } from '../../rabbitmq/words/es.ts';
import { es as runs } from '../../runs/words/es.ts';
import { es as sales } from '../../sales/words/es.ts';
import { es as server } from '../../server/words/es.ts';
import { es as sources } from '../../sources/words/es.ts';
import { es as spreadsheets } from '../../spreadsheets/words/es.ts';
import { es as sync } from '../../sync/words/es.ts';
import { es as uploads } from '../../uploads/words/es.ts';
import { es as cli } from '../words/es.ts';
import { channels as channelRooms, ledger, marketplaces } from '../../channels/index.ts';
import type { Catalogue } from '../../platform/phrase.ts';
import { spanishOf } from '../../platform/room.ts';
import { sources as sourceRooms } from '../../sources/index.ts';
import type { single as english } from './en.ts';

const single: typeof english = {
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

/** What every room says in Spanish. */
export const es: Catalogue = {
  ...single,
  ...(await spanishOf(sourceRooms)),
  ...(await spanishOf(channelRooms)),
  ...(await spanishOf(marketplaces)),
  ...(await spanishOf(ledger)),
};
