// `node --import` of this gives the job, run from its sources, one more room among its sources: the test's own.
import { registerHooks } from 'node:module';

const rooms = new URL('rooms.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url.endsWith('/src/sources/rooms.ts') ? next(rooms, context) : found;
  },
});
