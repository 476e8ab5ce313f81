import { existsSync, readFileSync } from 'node:fs';
import { Unavailable } from '../ways.ts';
import { ofRelease, otherSuite, type AptSource } from './apt-sources.ts';
import { machineSources } from './apt.ts';

const release = osRelease();
const codename = release.get('UBUNTU_CODENAME') ?? release.get('VERSION_CODENAME') ?? 'sid';

export const isDebian = release.get('ID') === 'debian';

/** Where the packages of this machine's own release come from, without foreign repositories. */
export function releaseSources(): AptSource[] {
  return some(ofRelease(machineSources(), codename));
}

/** Another suite of the same mirror. Its programs need its libc, which may be newer than the machine's. */
export function suiteSources(suite: string): AptSource[] {
  return some([otherSuite(machineSources(), codename, suite)].filter((source) => source !== undefined));
}

function some(sources: AptSource[]): AptSource[] {
  if (!sources.length) throw new Unavailable(`apt's sources name no mirror of ${codename}`);
  return sources;
}

function osRelease(): Map<string, string> {
  const file = '/etc/os-release';
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return new Map(
    lines.flatMap((line) => {
      const [, key, value] = /^([A-Z_]+)="?([^"]*)"?$/.exec(line) ?? [];
      return key !== undefined && value !== undefined ? [[key, value] as const] : [];
    }),
  );
}
