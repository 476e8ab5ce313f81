import { openInstalled } from '../../dev/database/installed.ts';
import type { OwnDatabase } from '../../dev/database/server.ts';
import { openUnpacked } from '../../dev/database/unpacked.ts';
import { testVariablesFor } from '../../dev/database/variables.ts';

const silent = (): void => undefined;

/**
 * Starts a server of a test file's own, of the kind that the tests run on, and makes it the one that `openSchema` uses in this
 * file: what is set for a whole server would disturb the tests beside it. `settings` hold from its first start. Undefined where this machine cannot start one.
 */
export async function openOwnServer(settings: readonly string[] = []): Promise<OwnDatabase | undefined> {
  const kind = process.env['TEST_DB_KIND'] === 'mysql' ? 'mysql' : 'mariadb';
  const server = await openInstalled(kind, silent, settings)
    .catch(() => openUnpacked(kind, silent, settings))
    .catch(() => undefined);
  if (server !== undefined) Object.assign(process.env, testVariablesFor(server));
  return server;
}
