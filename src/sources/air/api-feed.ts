import { SourceError, SyncError } from '../../platform/errors.ts';
import type { SourceDatabase } from '../source.ts';
import type { AirClient } from './client.ts';
import type { AirConfig } from './config.ts';
import { heedCooldown } from './cooldown.ts';
import type { Detail, Feed } from './feed.ts';
import { askPastNotices, readList, readSome } from './list.ts';
import { phrase } from './phrase.ts';

/** As the API calls its lists. */
const WHOLE = 'articulos';
const LIGHT = 'syp';
/** At once: more of them take more memory, and are here no sooner. */
const MOST_PAGES = 4;

/** Air by its API. */
export function apiFeed(
  client: AirClient,
  { user, concurrency }: Pick<AirConfig, 'user' | 'concurrency'>,
  database: SourceDatabase | undefined,
): Feed {
  const ahead = Math.min(concurrency, MOST_PAGES);
  return {
    label: phrase('place', { user }),
    async open() {
      if (database !== undefined) await heedCooldown(database);
      return client.logIn();
    },
    whole: (read, signal) => readList(WHOLE, read, { client, ahead, signal }),
    light: (read, signal) => readList(LIGHT, read, { client, ahead, signal }),
    some: (codes, read, signal) => readSome(codes, read, { client, ahead, signal }),
    details: () =>
      Promise.resolve({
        isWanted: ({ entryHash }, kept) => kept === undefined || kept.isOld || kept.entryHash !== entryHash,
        async fetch({ code }, signal) {
          const name = phrase('detail', { code });
          const call = { operation: 'get_meta', query: { codiart: code }, name };
          const json = await askPastNotices(client, call, signal);
          if (typeof json !== 'object' || json === null) {
            throw new SourceError(phrase('no_detail', { call: name }));
          }
          return detailIn(json);
        },
        isOfOne,
      }),
  };
}

/** An answer that is none, such as an error of Air's program, or that it knows no such article. */
function isOfOne(failure: unknown): failure is SyncError {
  if (!(failure instanceof SyncError)) return false;
  const { code, params } = failure.phrase;
  if (code === phrase('unknown_path', { call: '' }).code) return true;
  return failure instanceof SourceError || (code === 'platform.failing' && params['status'] === 500);
}

/** Under which names the API has been seen, or is thought, to have addresses of images. */
const IMAGE_LISTS = ['imgs', 'imagenes', 'images'];
const IMAGE_ADDRESSES = ['uri', 'url', 'src'];

/** Characteristics and dimensions under the API's own names, and the addresses of images in their order. An empty list is no details. */
function detailIn(json: object): Detail {
  if (Array.isArray(json) && json.length === 0) return { content: {}, images: [] };
  const content = { ...(Array.isArray(json) ? { details: json as unknown[] } : json) } as Record<
    string,
    unknown
  >;
  const name = IMAGE_LISTS.find((each) => Array.isArray(content[each]));
  if (name === undefined) return { content, images: [] };
  const { [name]: listed, ...rest } = content;
  const images = (listed as unknown[]).map(addressOf).filter((address) => address !== undefined);
  return { content: rest, images: [...new Set(images)] };
}

function addressOf(image: unknown): string | undefined {
  if (typeof image === 'string') return image.trim() || undefined;
  if (typeof image !== 'object' || image === null) return undefined;
  const found = IMAGE_ADDRESSES.map((name) => (image as Record<string, unknown>)[name]);
  return found
    .find((address): address is string => typeof address === 'string' && address.trim() !== '')
    ?.trim();
}
