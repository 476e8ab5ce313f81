import { msOf } from './zone.ts';

/** A moment in UTC, as the database writes it or in ISO 8601, on this machine's clock: "2026-11-22 14:05". */
export function localTime(utc: string): string {
  // The Swedish way of writing a moment.
  return new Date(msOf(utc)).toLocaleString('sv-SE').slice(0, 16);
}

/** Where this machine's clock is right: "America/Argentina/Buenos_Aires". */
export function localZone(): string {
  return current(new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** JavaScript says the name that a zone had first; Argentina's have another one since 1997. */
function current(zone: string): string {
  return zone.replace(
    /^America\/(?=(?:Buenos_Aires|Catamarca|Cordoba|Jujuy|Mendoza)$)/,
    'America/Argentina/',
  );
}
