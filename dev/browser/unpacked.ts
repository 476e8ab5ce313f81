import { chmodSync, globSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { releaseSources } from '../debian/release.ts';
import { unpackOnce } from '../debian/unpack.ts';
import { cacheFolder } from '../setup/project.mjs';
import { Unavailable, type Log } from '../ways.ts';
import { type Browser, versionOf } from './probe.ts';

// The shell is the same engine without windows and menus: 70 MB less to fetch. Older releases have it only inside the browser.
const PACKAGES = ['chromium-headless-shell', 'chromium'];
const PROGRAMS = 'usr/lib/chromium/{chromium-headless-shell,chromium}';

// Drivers of graphics cards: a page is drawn without one.
const DRIVERS = ['dri', 'libLLVM*', 'libgallium*', 'libz3*'].map((name) => `usr/lib/*-linux-*/${name}`);
const BULK = [
  'usr/share/{doc,man,locale}',
  // One of them must be there.
  'usr/lib/chromium/locales/!(en-US.pak)',
  'usr/lib/chromium/libVkLayer*',
  ...DRIVERS,
];

/** Chromium from the packages of Debian, unpacked into the project's cache, without root. */
export async function findUnpacked(log: Log): Promise<Browser> {
  const home = join(cacheFolder, 'chromium');
  await unpackOnce(home, wanted, log);
  const path = join(home, 'start');
  const version = await versionOf(path).catch((error: Error) => {
    throw new Unavailable(
      `${path} does not start (delete ${home}, and it will be fetched again): ${error.message}`,
      { cause: error },
    );
  });
  return { path, version, origin: `unpacked ${join('.cache', 'chromium')}` };
}

function wanted() {
  return {
    name: 'Chromium',
    size: 'up to 210 MB',
    packages: PACKAGES,
    sources: releaseSources(),
    bulk: BULK,
    // Chromium starts copies of itself as /proc/self/exe, which would be the loader if it came through an unpacked one, as the
    // databases do. So it runs on the machine's loader and libc: the packages are of its own release.
    without: /^libc6/,
    finish: writeLauncher,
  };
}

function writeLauncher(home: string): void {
  const [program] = globSync(PROGRAMS, { cwd: home });
  if (program === undefined) {
    throw new Unavailable('the package holds no browser: it only stands in for another');
  }
  // Some libraries have others in a folder of their own, which they know by its installed path.
  const libraries = globSync('{usr/,}lib/*-linux-*{,/pulseaudio}', { cwd: home }).filter((folder) =>
    readdirSync(join(home, folder)).some((name) => name.includes('.so')),
  );
  const file = join(home, 'start');
  // What fontconfig keeps, it would else keep in the user's home.
  writeFileSync(
    file,
    `#!/bin/sh
home=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH=${libraries.map((folder) => `$home/${folder}`).join(':')}
FONTCONFIG_FILE=$home/fonts.conf
XDG_CACHE_HOME=$home/var/cache
export LD_LIBRARY_PATH FONTCONFIG_FILE XDG_CACHE_HOME
exec "$home/${program}" "$@"
`,
  );
  chmodSync(file, 0o755);
  writeFileSync(join(home, 'fonts.conf'), FONTS);
}

// These only, so that a page is as wide on every machine.
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;
