import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatDeb822, parseDeb822, parseOneLine, type AptSource } from './apt-sources.ts';

const execute = promisify(execFile);

const APT_FOLDER = '/etc/apt';
const DOWNLOAD_TIMEOUT_MS = 900_000;
const MESSAGES_SHOWN = 2;

/** What this machine's apt is set up to use. */
export function machineSources(): AptSource[] {
  const parts = join(APT_FOLDER, 'sources.list.d');
  const files = [
    join(APT_FOLDER, 'sources.list'),
    ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : []),
  ];
  return files.flatMap((file) => {
    const parse = file.endsWith('.sources') ? parseDeb822 : file.endsWith('.list') ? parseOneLine : undefined;
    return parse && existsSync(file) ? parse(readFileSync(file, 'utf8')) : [];
  });
}

/**
 * Downloads the first of the packages that the sources have (`a b` is both), with everything it depends on, libc included,
 * and unpacks all of it into `target`, but for the packages `without`. Needs no root, and neither reads nor changes what is installed.
 */
export async function unpackPackage(
  packages: string[],
  {
    sources,
    workFolder,
    target,
    without,
  }: { sources: AptSource[]; workFolder: string; target: string; without?: RegExp },
): Promise<void> {
  const configuration = writeConfiguration(workFolder, sources);
  const apt = (...args: string[]) =>
    execute('apt-get', [`-c=${configuration}`, '-qq', ...args], { timeout: DOWNLOAD_TIMEOUT_MS });
  // An unreachable mirror is a warning here, and only the next step's failure.
  const { stderr: warnings } = await apt('update');
  await firstThatWorks(packages, (name) =>
    apt('install', '--download-only', '--yes', ...name.split(' ')),
  ).catch((error: Error & { stderr?: string }) => {
    const said = `${warnings}\n${error.stderr ?? ''}`.match(/^[EW]: .*$/gm)?.slice(0, MESSAGES_SHOWN);
    throw new Error(`apt-get cannot have ${packages[0]}: ${(said ?? [error.message]).join(' ')}`, {
      cause: error,
    });
  });

  const archives = join(workFolder, 'cache', 'archives');
  // Installation scripts need Perl; nothing is installed.
  const files = readdirSync(archives).filter(
    (name) => name.endsWith('.deb') && !/^(lib)?perl/.test(name) && !without?.test(name),
  );
  for (const file of files) await execute('dpkg-deb', ['--extract', join(archives, file), target]);
}

function writeConfiguration(folder: string, sources: AptSource[]): string {
  const sourceFolder = join(folder, 'sources.d');
  for (const name of [
    sourceFolder,
    join(folder, 'lists', 'partial'),
    join(folder, 'cache', 'archives', 'partial'),
  ]) {
    mkdirSync(name, { recursive: true });
  }
  writeFileSync(join(folder, 'status'), '');
  writeFileSync(join(sourceFolder, 'chosen.sources'), formatDeb822(sources));
  const file = join(folder, 'apt.conf');
  writeFileSync(
    file,
    `#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::State::lists "${join(folder, 'lists')}";
Dir::State::status "${join(folder, 'status')}";
Dir::State::extended_states "${join(folder, 'extended_states')}";
Dir::Cache "${join(folder, 'cache')}";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "${sourceFolder}";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Log "${folder}";
APT::Install-Recommends "false";
// As root, apt would fetch as a user who may not enter this folder.
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
`,
  );
  return file;
}

async function firstThatWorks(names: string[], attempt: (name: string) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = [];
  for (const name of names) {
    try {
      await attempt(name);
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}
