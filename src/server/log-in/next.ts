const HOME = '/uploads';
/** A path of this server as pages and programs name it. What a browser could take for another server (`//`, `\`) is none. */
const PATH = /^\/(?:[\w-][\w.-]*(?:\/[\w-][\w.-]*)*)?(?:\?[\w=&%.-]*)?$/;
const MOST_CHARACTERS = 500;

/** Where somebody goes who is logged in: where they wanted to go, if that is here. */
export function nextOf(wanted: unknown): string {
  const isHere = typeof wanted === 'string' && wanted.length <= MOST_CHARACTERS && PATH.test(wanted);
  return isHere ? wanted : HOME;
}

/** Where somebody logs in who wants to go there. */
export function logInFor(wanted: string): string {
  return `/login?next=${encodeURIComponent(nextOf(wanted))}`;
}
