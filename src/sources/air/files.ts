import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, SourceError } from '../../platform/errors.ts';
import { createHttp } from '../../platform/http/http.ts';
import { orAborted } from '../../platform/lifecycle.ts';
import { registerSecret } from '../../platform/redact.ts';
import type { SecretValue } from '../../platform/secrets/config.ts';
import { openSpreadsheet, type Row, SpreadsheetError } from '../../spreadsheets/index.ts';
import type { SourceOpening } from '../source.ts';
import type { AirConfig } from './config.ts';
import { withInchMarksEscaped } from './inch-marks.ts';
import { phrase } from './phrase.ts';

type Name = 'catalogue' | 'characteristics';

/** The files behind their addresses. */
export interface Files {
  has(name: Name): boolean;
  /** Downloads it, and reads it while it is asked for rows. */
  rows(name: Name): AsyncGenerator<Row, void, undefined>;
}

const OK = 200;

export function openFiles(
  addresses: Readonly<Record<Name, SecretValue | undefined>>,
  { timeoutMs, attempts, maxResponseBytes }: Pick<AirConfig, 'timeoutMs' | 'attempts' | 'maxResponseBytes'>,
  { secrets, signal, log, scope }: SourceOpening,
): Files {
  const download = async (name: Name): Promise<Buffer> => {
    const address = await orAborted(secrets.text(addresses[name] as SecretValue), signal);
    registerSecret(address);
    const { origin, pathname, search } = new URL(address);
    const http = createHttp({
      ...{
        service: 'Air',
        baseUrl: origin,
        timeoutMs,
        attempts,
        maxResponseBytes,
        maxSockets: 1,
        signal,
        log,
      },
      hints: { late: phrase('raise_timeout'), tooLarge: phrase('raise_limit') },
    });
    try {
      const { status, body } = await http.request({
        name,
        path: `${pathname}${search}`,
        headers: { accept: '*/*' },
      });
      if (status >= 300 && status < 500)
        throw new ConfigurationError(phrase('no_file', { file: phrase(name), status }));
      if (status !== OK) throw new SourceError(phrase('no_file', { file: phrase(name), status }));
      return body;
    } finally {
      http.close();
    }
  };
  return {
    has: (name) => addresses[name] !== undefined,
    async *rows(name) {
      const folder = await mkdtemp(join(tmpdir(), 'air-'));
      scope.defer(() => rm(folder, { recursive: true, force: true }));
      const path = join(folder, name);
      await writeFile(path, withInchMarksEscaped(await download(name)));
      try {
        await using spreadsheet = await openSpreadsheet(path);
        yield* spreadsheet.rows();
      } catch (error) {
        if (!(error instanceof SpreadsheetError)) throw error;
        throw new SourceError(phrase('unreadable_file', { file: phrase(name), why: error.why }), {
          cause: error,
        });
      }
    },
  };
}
