import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { run } from './child.mjs';
import { cacheFolder } from './project.mjs';

/**
 * Runs npm under the given Node: npm leaves out packages whose `engines` the running Node does not satisfy.
 * @param {string} node path of the binary
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function npm(node, args) {
  const cli = process.env['npm_execpath'];
  const [command, ...first] = cli && basename(cli) === 'npm-cli.js' ? [node, cli] : ['npm'];
  // `npm run -s` hands its silence down, and would leave a failure without a reason.
  const chatter = ['--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier'];
  const { exitCode } = await run(command ?? 'npm', [...first, ...args, ...chatter], {
    env: { ...process.env, npm_config_cache: writableCache() },
    stdio: ['ignore', 2, 2],
  });
  return exitCode;
}

/** Build users and containers often have a home that does not exist or belongs to somebody else. */
function writableCache() {
  const usual = process.env['npm_config_cache'] ?? join(homedir(), '.npm');
  try {
    mkdirSync(usual, { recursive: true });
    accessSync(usual, constants.W_OK);
    return usual;
  } catch {
    return join(cacheFolder, 'npm');
  }
}
