import { es as alerts } from '../../alerts/words/es.ts';
import { es as channels } from '../../channels/words/es.ts';
import { es as dashboard } from '../../dashboard/words/es.ts';
import { es as mysql } from '../../mysql/words/es.ts';
import type { en } from './en.ts';
import { es as platform } from '../../platform/words/es.ts';
import { es as publications } from '../../channels/publications/words/es.ts';
import { es as runs } from '../../runs/words/es.ts';
import { es as bitcram } from '../../sources/bitcram/words/es.ts';
import { es as sources } from '../../sources/words/es.ts';
import { es as sync } from '../../sync/words/es.ts';
import { es as cli } from '../words/es.ts';

/** What every room says in Spanish. */
export const es: typeof en = {
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
};
