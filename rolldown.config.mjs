import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

const AXIOS_ADAPTERS = 'node_modules/axios/lib/adapters/adapters.js';

/**
 * Modules replaced where one file imports them, and nowhere else. Each saves a run 5 ms of processor time or more, as measured in
 * docs/decisions/0013-bundled-with-a-compile-cache.md.
 * @type {{ id: string, from: string, code: string }[]}
 */
const replaced = [
  // Posting needs undici's connections, not its fetch, caches, cookies and web sockets.
  {
    id: 'undici',
    from: 'src/platform/http/poster.ts',
    code: `exports.Agent = require(${JSON.stringify(require.resolve('undici/lib/dispatcher/agent.js'))});`,
  },
  // axios has an adapter of the job's own. Of its own ones the one for fetch tries at once whether it could be used, and the one
  // for Node brings forms, redirects and HTTP/2.
  { id: './fetch.js', from: AXIOS_ADAPTERS, code: 'export const getFetch = () => undefined;' },
  { id: './http.js', from: AXIOS_ADAPTERS, code: 'export default undefined;' },
  {
    id: 'form-data',
    from: 'node_modules/axios/lib/platform/node/classes/FormData.js',
    code: 'export default class {}',
  },
];

/** @returns {import('rolldown').Plugin} */
function replace() {
  const missed = new Set(replaced);
  return {
    name: 'replace',
    resolveId(id, importer = '') {
      // The one module that stays a package, because it is native: package.json's `dependencies`, all that an image installs.
      if (id === '../native-polars.js' && importer.includes('/nodejs-polars/bin/')) {
        return { id: 'nodejs-polars/bin/native-polars.js', external: true };
      }
      const module = replaced.find((each) => each.id === id && importer.endsWith(`/${each.from}`));
      if (module === undefined) return undefined;
      missed.delete(module);
      return `\0replaced:${replaced.indexOf(module)}`;
    },
    load(id) {
      const [, found] = /^\0replaced:(\d+)$/.exec(id) ?? [];
      const module = replaced[Number(found)];
      return module === undefined ? undefined : { code: module.code, moduleType: 'js' };
    },
    buildEnd(error) {
      const [module] = missed;
      if (error === undefined && module !== undefined) {
        throw new Error(`${module.from} does not import ${module.id}, so it need not be replaced there`);
      }
    },
  };
}

/**
 * The terms of what is bundled, which has no folder of its own where only `dist/` is handed on.
 * @type {import('rolldown').Plugin}
 */
const licences = {
  name: 'licences',
  generateBundle() {
    const modules = Array.from(
      this.getModuleIds(),
      (id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1],
    );
    const folders = [...new Set(modules)].filter((folder) => folder !== undefined).sort();
    const texts = folders.map((folder) => {
      const { name, version, license } = /** @type {Record<string, string>} */ (
        require(`${folder}/package.json`)
      );
      const terms = termsIn(folder).map((file) => readFileSync(file, 'utf8').trim());
      return [`${name} ${version} (${license})`, ...terms].join('\n\n');
    });
    this.emitFile({
      type: 'asset',
      fileName: 'licences.txt',
      source: texts.join(`\n\n${'-'.repeat(80)}\n\n`),
    });
  },
};

/**
 * A package may have a file of them, or a folder.
 * @param {string} folder
 * @returns {string[]}
 */
function termsIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => /^(licen[cs]e|notice|copying)/i.test(name))
    .flatMap((entry) => (entry.isDirectory() ? termsIn(join(folder, entry.name)) : join(folder, entry.name)));
}

/**
 * What every page looks like, and after it the page's own rules, of which a later one overrides an earlier.
 * @param {string} folder
 * @param {string[]} names
 * @returns {import('rolldown').Plugin}
 */
function style(folder, names) {
  const files = ['src/platform/browser/base.css', ...names.map((name) => `${folder}/style/${name}.css`)];
  return {
    name: 'style',
    generateBundle() {
      const parts = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'));
      this.emitFile({ type: 'asset', fileName: 'page.css', source: parts.join('\n') });
    },
  };
}

/**
 * What is always loaded together, each with all that it imports and no group before it has: a file less is a third of a millisecond
 * less. `sources/config.ts` and `channels/config.ts` wait for the rooms that they load, so no room may share a file with them.
 */
const together = [
  { name: 'start', test: /\/src\/cli\/program\.ts$/ },
  {
    name: 'configuration',
    test: /\/src\/(cli\/(execute|variables)|(mysql|server|sync|alerts|uploads|sales\/queue)\/config|(sources|channels)\/[a-z-]+\/room)\.ts$/,
  },
  { name: 'rooms', test: /\/src\/(sources|channels)\/config\.ts$/ },
  { name: 'database', test: /\/src\/(mysql\/open|runs\/(job|steps))\.ts$/ },
];

// What `npm run build` makes of src/: one entry and a chunk for each command. The imports of a run cost a third of its time
// where each module is a file of its own; see docs/decisions.
/** @type {import('rolldown').RolldownOptions} */
const job = {
  input: { main: 'src/main.ts' },
  platform: 'node',
  // Some packages make paths to files of theirs as they load, and read them only for what the job does not ask of them.
  transform: { define: { __dirname: 'import.meta.dirname' } },
  plugins: [replace(), licences],
  output: {
    dir: 'dist',
    format: 'esm',
    // What the packages say of themselves is read, kept and hashed at every start.
    comments: { jsdoc: false },
    codeSplitting: { groups: together },
    entryFileNames: '[name].js',
    // One folder below dist/, as modules are one folder below src/: paths relative to a module stay true.
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
  // Each command loads its room late; that another part of the program has it already costs nothing.
  checks: { ineffectiveDynamicImport: false },
  logLevel: 'warn',
};

/**
 * What is put into a page of this room: a program for the browser and its style sheet.
 * @param {string} room
 * @param {string[]} styles
 * @returns {import('rolldown').RolldownOptions}
 */
function page(room, styles) {
  const folder = `src/${room}/browser`;
  return {
    input: { page: `${folder}/main.ts` },
    platform: 'browser',
    tsconfig: `${folder}/tsconfig.json`,
    plugins: [style(folder, styles)],
    output: {
      dir: `dist/${room}`,
      format: 'iife',
      entryFileNames: '[name].js',
      minify: true,
    },
    logLevel: 'warn',
  };
}

const dashboard = page('dashboard', [
  ...['summary', 'strip', 'charts', 'lists', 'runs', 'screen', 'phone', 'paper'],
]);

export default [job, dashboard, page('uploads', ['form', 'task'])];
