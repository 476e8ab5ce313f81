import { once } from 'node:events';
import { connect } from 'node:net';
import { keep, type Kept } from './keep.ts';
import type { Charge } from './keeper.ts';
import { untilReady } from './probe.ts';
import type { Address, OwnDatabase } from './server.ts';

export const START_TIMEOUT_MS = 60_000;

/**
 * Starts what the charge says and waits until it answers; if it never does, its folder goes and its last words are
 * in the error.
 * @param findAddress is asked once the server is on its way: some choose their own port
 */
export async function serve(
  charge: Charge,
  origin: string,
  findAddress: (server: Kept) => Promise<Address>,
): Promise<OwnDatabase> {
  const server = keep(charge);
  try {
    const address = await findAddress(server);
    const identity = await untilReady(address, { timeoutMs: START_TIMEOUT_MS, hasEnded: server.hasEnded });
    const restart = async (): Promise<void> => {
      const witness = connect(address.port ?? 3306, address.host).resume();
      await once(witness, 'connect');
      // Its end may be an error, which is no failure here.
      const gone = new Promise((resolve) => witness.on('error', () => undefined).once('close', resolve));
      server.restart();
      await gone;
      await untilReady(address, { timeoutMs: START_TIMEOUT_MS, hasEnded: server.hasEnded });
    };
    return { ...identity, ...address, origin, restart, close: server.stop };
  } catch (error) {
    const lastWords = server.lastWords();
    await server.stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${origin} could not be started: ${reason}\n${lastWords}`, { cause: error });
  }
}
