/** Of a Host header, without its port. */
export function nameIn(host = ''): string {
  return host.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
}

export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}
