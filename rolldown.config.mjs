// What `npm run build` makes of src/: one entry and a chunk for each command. The imports of a run cost a third of its time
// where each module is a file of its own; see docs/decisions.
export default {
  input: { main: 'src/main.ts' },
  platform: 'node',
  // Left as packages: what is native, what reads files of its own, and what most runs never load.
  external: ['nodejs-polars', '@grpc/grpc-js', /^@google-cloud\//, 'listr2', 'pino-pretty'],
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    // One folder below dist/, as modules are one folder below src/: paths relative to a module stay true.
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
  logLevel: 'warn',
};
