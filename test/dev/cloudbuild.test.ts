import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { realCatalogue, SURVEY_DATES } from '../../dev/simulate/catalogue.ts';

interface Step {
  id: string;
  name: string;
  args: string[];
  waitFor: string[];
}

const text = readFileSync(new URL('../../cloudbuild.yaml', import.meta.url), 'utf8');
const { substitutions, steps } = parse(text) as { substitutions: Record<string, string>; steps: Step[] };

/** What Cloud Build itself knows. */
const BUILT_IN = ['PROJECT_ID', 'BUILD_ID', 'COMMIT_SHA'];

/** The step and all that must have gone well before it. */
function before(id: string): Set<string> {
  const { waitFor } = stepOf(id);
  return new Set(waitFor.filter((one) => one !== '-').flatMap((one) => [one, ...before(one)]));
}

function stepOf(id: string): Step {
  const found = steps.find((step) => step.id === id);
  if (found === undefined) throw new Error(`cloudbuild.yaml has no step ${id}`);
  return found;
}

test('every step waits for steps that stand before it', () => {
  for (const [index, { id, waitFor }] of steps.entries()) {
    const earlier = steps.slice(0, index).map((step) => step.id);
    expect(waitFor.length, id).toBeGreaterThan(0);
    for (const awaited of waitFor) expect(['-', ...earlier], id).toContain(awaited);
  }
});

/** The names between braces, of which Cloud Build refuses one that is declared and not used. */
const usedIn = (config: string): string[] =>
  [...new Set([...config.matchAll(/(?<!\$)\$\{([A-Z_]+)\}/g)].map(([, name = '']) => name))].sort();

test('every substitution is declared and used, and has a value', () => {
  expect(usedIn(text)).toEqual([...Object.keys(substitutions), ...BUILT_IN].sort());
  expect(Object.values(substitutions)).not.toContain('');
  // Cloud Build refuses a lone dollar that names nothing of its own.
  const scripts = steps.flatMap(({ args }) => args).join('\n');
  expect(scripts.replaceAll('$$', '').match(/\$(?!\{)/g)).toBeNull();
});

test('docs/deploy.md builds with substitutions that are declared', () => {
  const guide = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const [, given = ''] = /--substitutions="([^"]+)"/.exec(guide) ?? [];
  const named = given.split(',').map((one) => one.split('=')[0] ?? '');
  expect(named).toEqual(['_REGION', '_JOBS']);
  expect(Object.keys(substitutions)).toEqual(expect.arrayContaining(named));
});

test('no password, token or secret stands in it', () => {
  const said = [...text.matchAll(/\b\w*(?:PASSWORD|SECRET|TOKEN)\w*=\S*/gi)].map(([word]) => word);
  expect(said).toEqual(['MYSQL_ALLOW_EMPTY_PASSWORD=yes']);
});

test('nothing is pushed before it was checked, tested and tried out, nor deployed before the tables are there', () => {
  for (const needed of ['check', 'test', 'smoke']) expect(before('push')).toContain(needed);
  expect(before('migrate')).toContain('push');
  expect(before('deploy')).toContain('migrate');
  expect(substitutions['_JOBS']?.split(' ')).not.toContain(substitutions['_MIGRATE_JOB']);
});

test('no job is retried beside its schedule', () => {
  const updates = text.match(/gcloud run jobs (update|deploy) .*/g) ?? [];
  expect(updates).toHaveLength(2);
  for (const update of updates) expect(update).toContain('--max-retries=0');
});

test('the image is tried out read-only, and loads as many products as the simulators have', async () => {
  const script = stepOf('smoke').args.at(-1) ?? '';
  const { priceList } = await realCatalogue(SURVEY_DATES[0]);
  expect(script).toContain(`"inserted":${priceList.length}`);
  expect(script).toContain(`"unchanged":${priceList.length}`);
  expect(script).toContain('--read-only');
});

test('the image is labelled with the version of package.json and the commit', () => {
  const script = stepOf('build').args.at(-1) ?? '';
  const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
  const declared = [...dockerfile.matchAll(/^ARG (\w+)=unknown$/gm)].map(([, name]) => name);
  const given = [...script.matchAll(/--build-arg (\w+)=/g)].map(([, name]) => name);
  expect(given).toEqual(declared);
});
