import type { IncomingHttpHeaders } from 'node:http';

/** Whether the browser speaks https, which ends before this server: the proxy that it ends at says so. */
export function isSecure({ headers }: { headers: IncomingHttpHeaders }): boolean {
  return (
    String(headers['x-forwarded-proto'] ?? '')
      .split(',')[0]
      ?.trim()
      .toLowerCase() === 'https'
  );
}
