/** A moment in UTC, as the database writes it, on this machine's clock: "2026-11-22 14:05". */
export function localTime(utc: string): string {
  // The Swedish way of writing a moment.
  return new Date(`${utc.replace(' ', 'T')}Z`).toLocaleString('sv-SE').slice(0, 16);
}

/** Where this machine's clock is right: "America/Argentina/Buenos_Aires". */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
