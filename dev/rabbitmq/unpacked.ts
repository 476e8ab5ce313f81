import { join } from 'node:path';
import { isDebian, releaseSources, suiteSources } from '../debian/release.ts';
import { unpackOnce } from '../debian/unpack.ts';
import { cacheFolder } from '../setup/project.mjs';
import type { Log } from '../ways.ts';

/** What the server loads; the rest of what its package asks for is there to install and to administrate it. */
const LOADED =
  /^(rabbitmq-server|erlang-|libc6|libgcc-s1|libstdc|zlib1g|libtinfo6|libsctp1|libsystemd|libcap2|libgcrypt20|libgpg-error0|liblzma5|liblz4-1|libzstd1|libssl3)/;

/** The folder with RabbitMQ from the packages of Debian or its kin, unpacked into the project's cache, without root. */
export async function unpackedRabbitmq(log: Log): Promise<string> {
  const home = join(cacheFolder, 'rabbitmq');
  await unpackOnce(home, wanted, log);
  return home;
}

function wanted() {
  return {
    name: 'RabbitMQ',
    size: 'up to 75 MB',
    packages: ['rabbitmq-server'],
    // Production runs version 4, which Debian's stable releases do not have.
    sources: isDebian ? suiteSources('sid') : releaseSources(),
    bulk: ['usr/share/{doc,man,locale,lintian}'],
    without: new RegExp(`^(?!${LOADED.source.slice(1)})`),
  };
}
