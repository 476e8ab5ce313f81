import { describe, expect, test } from 'vitest';
import {
  formatDeb822,
  ofRelease,
  otherSuite,
  parseDeb822,
  parseOneLine,
} from '../../dev/debian/apt-sources.ts';

const debian = `# comment
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Types: deb
URIs: http://foreign.example/apt
Suites: nodistro
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
`;

describe('deb822 sources', () => {
  test('are read by stanza, without comments and disabled ones', () => {
    expect(parseDeb822(debian).map(({ uris }) => uris)).toEqual([
      ['http://mirror.example/debian'],
      ['http://mirror.example/debian-security'],
      ['http://foreign.example/apt'],
    ]);
  });

  test('come through writing and reading unchanged, an embedded key included', () => {
    const sources = parseDeb822(
      'types: deb\nuris: http://a.example\nsuites: trixie\ncomponents: main\n' +
        'signed-by:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDMEY\n -----END PGP PUBLIC KEY BLOCK-----\n',
    );
    expect(sources[0]?.signedBy).toContain('\n .\n mDMEY\n');
    expect(parseDeb822(formatDeb822(sources))).toEqual(sources);
  });
});

test('one-line sources are read with their key, without comments and source packages', () => {
  const text = `
# deb http://off.example/debian bookworm main
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main contrib # mine
deb http://mirror.example/debian-security bookworm-security main`;
  expect(parseOneLine(text)).toEqual([
    {
      uris: ['http://mirror.example/debian'],
      suites: ['bookworm'],
      components: ['main', 'contrib'],
      signedBy: '/k.gpg',
    },
    { uris: ['http://mirror.example/debian-security'], suites: ['bookworm-security'], components: ['main'] },
  ]);
});

describe('the sources to take a server from', () => {
  test('are those of the release, never a foreign repository', () => {
    expect(ofRelease(parseDeb822(debian), 'bookworm').flatMap(({ suites }) => suites)).toEqual([
      'bookworm',
      'bookworm-updates',
      'bookworm-security',
    ]);
  });

  test('for another suite: the main mirror with its key, not the security one', () => {
    const reversed = parseDeb822(debian).reverse();
    expect(otherSuite(reversed, 'bookworm', 'sid')).toEqual({
      uris: ['http://mirror.example/debian'],
      suites: ['sid'],
      components: ['main'],
      signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
    });
    expect(otherSuite([], 'bookworm', 'sid')).toBeUndefined();
  });
});
