import { msOf } from './zone.ts';

/** A moment in UTC, as the database writes it or in ISO 8601, on this machine's clock: "2026-11-22 14:05". */
export function localTime(utc: string): string {
  // The Swedish way of writing a moment.
  return new Date(msOf(utc)).toLocaleString('sv-SE').slice(0, 16);
}

/** Where this machine's clock is right: "America/Argentina/Buenos_Aires". */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
