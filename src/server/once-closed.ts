import type { FastifyReply } from 'fastify';

/** Does it once nobody is answered any more, at the latest now: the client may have left while its answer was looked for. */
export function onceClosed({ raw }: FastifyReply, work: () => void): void {
  if (raw.closed) work();
  else raw.once('close', work);
}
