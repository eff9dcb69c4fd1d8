// Addresses of clients as text, and the network one customer holds whole.

/** `127.0.0.1:2222`, `[::1]:2222`. */
export function addressOf(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The host of `host:port`; of an IPv6 host its /64. */
export function networkOf(address: string): string {
  const host = address.slice(0, address.lastIndexOf(':')).replace(/^\[?(?:::ffff:)?|\]$/g, '');
  if (!host.includes(':')) return host;
  const [head = '', tail] = host.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  while (tail !== undefined && groups.length + rest.length < 8) groups.push('0');
  return `${[...groups, ...rest].slice(0, 4).join(':')}::/64`;
}

/** True when only programs of this machine reach it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
