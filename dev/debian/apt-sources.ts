/** One entry of apt's sources, in either of its two notations. Suites such as `bookworm-security`. */
export interface AptSource {
  uris: string[];
  suites: string[];
  components: string[];
  /** Keyring files, or a key block itself; absent = apt's own trusted keys. */
  signedBy?: string;
}

/** The one-line notation of `sources.list`: `deb [signed-by=/a.gpg] http://mirror/debian bookworm main`. */
export function parseOneLine(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[(?<options>[^\]]*)\]\s+)?(?<rest>[^#]+)/.exec(line);
    const [uri, suite, ...components] = match?.groups?.['rest']?.trim().split(/\s+/) ?? [];
    if (uri === undefined || suite === undefined) return [];
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(match?.groups?.['options'] ?? '')?.[1];
    return [withKey({ uris: [uri], suites: [suite], components }, signedBy?.replaceAll(',', ' '))];
  });
}

/** The deb822 notation of `*.sources`: stanzas of fields, where a line that begins with a space continues one. */
export function parseDeb822(text: string): AptSource[] {
  return text.split(/\n[ \t]*\n/).flatMap((stanza) => {
    const fields = fieldsOf(stanza);
    const words = (name: string) => fields.get(name)?.split(/\s+/).filter(Boolean) ?? [];
    const isDisabled = /^(no|false|off|0|without|disable)$/i.test(fields.get('enabled') ?? '');
    if (isDisabled || !words('types').includes('deb')) return [];
    const source = { uris: words('uris'), suites: words('suites'), components: words('components') };
    return source.uris.length && source.suites.length ? [withKey(source, fields.get('signed-by'))] : [];
  });
}

/** The inverse of `parseDeb822`. */
export function formatDeb822(sources: AptSource[]): string {
  return sources
    .map(({ uris, suites, components, signedBy }) =>
      [
        'Types: deb',
        `URIs: ${uris.join(' ')}`,
        `Suites: ${suites.join(' ')}`,
        ...(components.length ? [`Components: ${components.join(' ')}`] : []),
        ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** What the machine's own release and its updates come from, without foreign repositories. */
export function ofRelease(sources: AptSource[], codename: string): AptSource[] {
  const names = new Set([codename, 'stable', 'oldstable', 'testing', 'unstable', 'sid']);
  return sources
    .map((source) => ({
      ...source,
      suites: source.suites.filter((suite) => names.has(suite.split(/[-/]/)[0] ?? '')),
    }))
    .filter(({ suites, components }) => suites.length > 0 && components.includes('main'));
}

/** Another suite of the mirror that the machine takes its release from; undefined where there is no such mirror. */
export function otherSuite(sources: AptSource[], codename: string, suite: string): AptSource | undefined {
  const isMirror = ({ suites }: AptSource) =>
    suites.some((name) => !/-(security|updates|backports)|\//.test(name));
  const mirror = ofRelease(sources, codename).find(isMirror);
  return mirror && { ...mirror, suites: [suite], components: ['main'] };
}

function fieldsOf(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let current = '';
  for (const line of stanza.split('\n').filter((text) => !text.startsWith('#'))) {
    const field = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
    if (field?.[1] !== undefined) {
      current = field[1].toLowerCase();
      fields.set(current, field[2]?.trim() ?? '');
    } else if (/^[ \t]/.test(line)) {
      fields.set(current, `${fields.get(current) ?? ''}\n${line}`);
    }
  }
  return fields;
}

function withKey(source: Omit<AptSource, 'signedBy'>, signedBy: string | undefined): AptSource {
  return signedBy === undefined ? source : { ...source, signedBy };
}
