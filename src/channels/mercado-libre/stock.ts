import type { Write, Written } from '../marketplace.ts';
import { refused } from './answers.ts';
import type { MercadoLibreClient } from './client.ts';
import { phrase } from './phrase.ts';

interface Place {
  type: string;
  store_id?: string;
  network_node_id?: string;
  quantity: number;
}

interface Stock {
  places: readonly Place[];
  version: string;
}

/** 100 a minute are taken. */
const MOST_PER_SECOND = 100 / 60;

/** Where the stock of a user's product lies that the seller counts. */
const OWN = new Set(['seller_warehouse', 'selling_address']);

/** Where what stands is still what was read; every change has a version of its own. */
export async function writeStock(client: MercadoLibreClient, write: Write): Promise<Written> {
  const path = `/user-products/${encodeURIComponent(write.read.handle)}/stock`;
  const found = await client.get(
    { what: phrase('read_stock'), path, mostPerSecond: MOST_PER_SECOND },
    ({ locations }: { locations: readonly Place[] }, version): Stock => {
      if (version === undefined || locations.some(({ quantity }) => !Number.isSafeInteger(quantity))) {
        throw new Error('no stock');
      }
      return { places: locations.filter(({ type }) => OWN.has(type)), version };
    },
  );
  if (found.kind !== 'found') return found;
  const { places, version } = found.value;
  const [first] = places;
  if (first === undefined) return refused('meli_facility');
  const stands = places.reduce((sum, { quantity }) => sum + quantity, 0);
  if (write.read.kind !== 'active' || stands !== write.read.quantity) return { kind: 'stale' };
  const answer = await client.put(
    {
      what: phrase('write_stock'),
      path: `${path}/type/${first.type}`,
      mostPerSecond: MOST_PER_SECOND,
      headers: { 'x-version': version },
      body: bodyOf(places, write.quantity),
    },
    () => undefined,
  );
  if (answer.kind === 'conflict') return { kind: answer.isLocked ? 'busy' : 'stale' };
  return answer.kind === 'found' ? { kind: 'written' } : answer;
}

/** Each warehouse keeps what it has as far as that goes; what comes on top is in the first one. */
function bodyOf(places: readonly Place[], quantity: number): object {
  if (places[0]?.type === 'selling_address') return { quantity };
  let rest = quantity;
  const kept = places.map((place) => {
    const some = Math.min(place.quantity, rest);
    rest -= some;
    return some;
  });
  return {
    locations: places.map(({ store_id, network_node_id }, index) => ({
      ...{ store_id, network_node_id },
      quantity: (kept[index] ?? 0) + (index === 0 ? rest : 0),
    })),
  };
}
