import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { releaseSources } from '../debian/release.ts';
import { unpackOnce } from '../debian/unpack.ts';
import { platformPackage } from '../setup/node.mjs';
import { npm } from '../setup/npm.mjs';
import { cacheFolder, projectFolder } from '../setup/project.mjs';
import { Unavailable, type Log } from '../ways.ts';
import { build, type Builder, pull } from './builder.ts';

const STAND_IN = 'localhost/bitcram-inventory-sync-base';

/** The image that the Dockerfile builds on, or, where no registry has it, one of Debian's packages and npm's Node. */
export async function findBase(builder: Builder, log: Log): Promise<string> {
  const dockerfile = readFileSync(join(projectFolder, 'Dockerfile'), 'utf8');
  const [, wanted = '', major = ''] = /^ARG BASE=(\w+:(\d+).*)$/m.exec(dockerfile) ?? [];
  try {
    await pull(builder, wanted);
    return wanted;
  } catch {
    log(`${wanted} cannot be pulled: Debian's packages and npm's Node stand for it`);
  }
  const home = join(cacheFolder, 'base-image');
  await unpackOnce(home, () => packages(major), log).catch((cause: Error) => {
    throw new Unavailable(`nothing can stand for ${wanted}: ${cause.message}`, { cause });
  });
  const REGISTRY = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const certificates = process.env['NODE_EXTRA_CA_CERTS'];
  if (certificates) copyFileSync(certificates, join(home, 'etc/ca.pem'));
  const args = { REGISTRY, CERTIFICATES: certificates ? '/etc/ca.pem' : '' };
  await build(builder, STAND_IN, join(import.meta.dirname, 'base.Dockerfile'), home, args);
  return STAND_IN;
}

function packages(major: string) {
  return {
    name: 'a stand-in for the base image',
    size: 'up to 80 MB',
    packages: ['base-files dash coreutils findutils libstdc++6'],
    sources: releaseSources(),
    bulk: ['usr/share/{doc,man,locale}'],
    async finish(home: string) {
      const programs = [`${platformPackage('linux', process.arch)}@${major}`, 'npm@11'];
      const prefix = join(home, 'usr/local');
      const exitCode = await npm(process.execPath, ['install', '--global', '--prefix', prefix, ...programs]);
      if (exitCode !== 0) throw new Unavailable(`npm cannot have ${programs.join(' and ')}`);
    },
  };
}
