import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Body, JsonFlags } from '../platform/command.ts';
import type { Parts } from '../platform/config/config.ts';
import { type ExitCode, UsageError } from '../platform/errors.ts';

import { phrase } from './phrase.ts';

const SCRIPT = fileURLToPath(new URL('../../dev/demo/main.ts', import.meta.url));

/** The main job on real products, against simulators and a throw-away database. Part of the source, not of the image. */
export const command: Body<Parts, JsonFlags & Record<'channels' | 'sales' | 'uploads' | 'air', boolean>> = {
  config: {},
  work({ signal, language }, { json, channels, sales, uploads, air }) {
    if (!existsSync(SCRIPT)) {
      throw new UsageError(phrase('demo_missing'));
    }
    const flags = Object.entries({ channels, sales, uploads, air, json }).flatMap(([name, given]) =>
      given ? [`--${name}`] : [],
    );
    const child = spawn(process.execPath, [SCRIPT, `--lang=${language}`, ...flags], { stdio: 'inherit' });
    // A terminal's Ctrl-C reaches the child by itself; a signal sent to this process does not.
    signal.addEventListener('abort', () => child.kill('SIGTERM'));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code) => resolve((code ?? 1) as ExitCode));
    });
  },
};
