import type { Log } from '../../platform/log.ts';
import type { App } from '../../server/app.ts';
import { Places } from '../../server/places.ts';
import { TaskWatch } from '../events/watch.ts';
import { BASE } from './bodies.ts';
import { addErrorGroupsRoute } from './error-groups.ts';
import { addErrorsRoute } from './errors.ts';
import { addEventsRoute } from './events.ts';
import { addListRoutes } from './list.ts';
import { addPreviewRoute } from './preview.ts';
import type { Routed } from './routed.ts';
import { addTaskRoutes } from './task.ts';
import { addTemplateRoute } from './template.ts';
import { addUploadRoute } from './upload.ts';

/** As the seed writes it in some places; it is the same. */
const SEEDS_BASE = '/api/catalog';

/** A browser has one for each page that shows a task. */
const LISTENERS = { all: 200, ofOneClient: 50 };
/** Each reads a whole spreadsheet. */
const FILE_WRITERS = { all: 4, ofOneClient: 2 };

interface Job extends Omit<Routed, 'app' | 'hide' | 'shared'> {
  log: Log;
}

const ADDED = [
  addUploadRoute,
  addPreviewRoute,
  addTaskRoutes,
  addErrorsRoute,
  addEventsRoute,
  addErrorGroupsRoute,
  addListRoutes,
  addTemplateRoute,
];

/** The routes of uploads, under both spellings of their path. */
export async function addUploadRoutes(app: App, job: Job): Promise<void> {
  const { log, ...given } = job;
  const shared = {
    watch: new TaskWatch(job.pool, log),
    listeners: new Places(LISTENERS),
    fileWriters: new Places(FILE_WRITERS),
  };
  for (const prefix of [BASE, SEEDS_BASE]) {
    await app.register(
      (own, _options, done) => {
        const routed: Routed = { ...given, shared, app: own, hide: prefix !== BASE };
        for (const add of ADDED) add(routed);
        done();
      },
      { prefix },
    );
  }
}
