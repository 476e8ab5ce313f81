import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Image } from './build.ts';

/** One line of what was looked at; `wrong` is empty where all is well. */
export interface Finding {
  what: string;
  wrong: readonly string[];
}

interface LockedPackage {
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
}

const EXPECTED = ['LICENSE', 'dist', 'node_modules', 'package.json', 'sql'];
const LABELS = ['title', 'version', 'revision'].map((name) => `org.opencontainers.image.${name}`);
/** Sources, maps, keys, and files that begin with a dot, but for the ones that a build makes. */
const FOREIGN = /\.(ts|map|pem|key)$|(^|\/)\.(?!compile-cache)/;

/** What is in the image and what is not. `lockfile`: the project's package-lock.json. */
export function inspect(image: Image, lockfile: string): Finding[] {
  const app = join(image.root, image.workdir);
  const found = readdirSync(app);
  const own = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !path.startsWith('node_modules/'),
  );
  const { packages } = JSON.parse(lockfile) as { packages: Record<string, LockedPackage> };
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  const isForDevelopment = ({ dev, devOptional }: LockedPackage): boolean => dev ?? devOptional ?? false;
  return [
    {
      what: `nothing but ${EXPECTED.join(', ')}`,
      wrong: [
        ...found.filter((name) => !EXPECTED.includes(name)).map((name) => `${name} is there`),
        ...EXPECTED.filter((name) => !found.includes(name)).map((name) => `${name} is not there`),
      ],
    },
    { what: 'no source, map, key, .env or history', wrong: own.filter((path) => FOREIGN.test(path)) },
    {
      what: 'no package that only development needs',
      wrong: locked.flatMap(([path, entry]) =>
        isForDevelopment(entry) && existsSync(join(app, path)) ? path : [],
      ),
    },
    {
      what: 'every package that the job needs',
      wrong: locked.flatMap(([path, entry]) =>
        isForDevelopment(entry) || entry.optional === true || existsSync(join(app, path)) ? [] : path,
      ),
    },
    { what: 'a user that is not root', wrong: ['root', '0'].filter((user) => user === image.user) },
    {
      what: 'title, version and revision as labels',
      wrong: LABELS.filter((name) => ['', 'unknown'].includes(image.labels[name] ?? '')),
    },
  ];
}
