// Mail addresses: what stands around an @, unless it is the name of a unit, a file, a version or a login.
import type { Rule } from '../rule.ts';

// Units of systemd, files and versions: what stands behind an @ and is no host.
const noDomain =
  /\.(?:service|socket|target|timer|mount|slice|scope|device|path|swap|automount|png|jpe?g|gif|svg|webp|ico|js|ts|css|tgz|zip|conf|json|lock|gserviceaccount\.com|local|localdomain|internal|lan|test\d)$/i;
const domain =
  /@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z]{2,24})(?![A-Za-z0-9-])/y;
const openDomain = /(?:@|%40)[A-Za-z0-9.-]{0,253}$/y;

function localStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 64 && isLocalCode(text.charCodeAt(start - 1))) start--;
  const lead = /^[.'%=-]*(?:\w{1,20}=)?/.exec(text.slice(start, at))!;
  return start + lead[0].length;
}

export const email: Rule = {
  kind: 'email',
  group: 'pii',
  triggers: ['@', '%40'],
  mayFind(bytes, after, end, open) {
    const before = bytes[bytes[after - 1] === 0x40 ? after - 2 : after - 4] ?? 0;
    return isLocalCode(before) && (after < end ? isHostCode(bytes[after]!) : open);
  },
  find(text, at, after) {
    const encoded = after - at === 3;
    if (encoded && text.slice(at, after) !== '%40') return undefined;
    const start = localStart(text, at);
    if (start === at) return undefined;
    const rest = encoded ? `@${text.slice(after, after + 254)}` : text.slice(at, at + 255);
    domain.lastIndex = 0;
    const match = domain.exec(rest);
    if (!match) return undefined;
    const end = at + match[0].length + (encoded ? 2 : 0);
    return { start, end, masked: isAddress(text, start, at, end, match[0]) };
  },
  opens(text, at, after) {
    const start = localStart(text, at);
    openDomain.lastIndex = at;
    if (start === at || (after - at === 3 && text.slice(at, after) !== '%40')) return -1;
    return openDomain.test(text) ? start : -1;
  },
  finds: [
    'User ⟦omar5@example.com⟧ logged in',
    'To: <⟦maria.k+x@mail.example.org⟧>',
    '{"email":"⟦li.wei68@acme-corp.io⟧"}',
    'mailto:⟦a.b@c-d.co.uk⟧?subject=x',
    'u=⟦bob%40example.com⟧&x=1',
    'to ⟦li@xn--e1afmkfd.xn--p1ai⟧ ok',
  ],
  ignores: [
    'getty@tty1.service loaded',
    'npm warn deprecated client@1.0.0: x',
    'https://user@host.example.com/path',
    'git@github.com:a/b.git',
    '@app.route("/login")',
    'icon@2x.png',
    'postgres://app:x@db.example.com/p',
    'scp a.txt deploy@host.example.com:/srv',
  ],
};

function isAddress(text: string, start: number, at: number, end: number, host: string): boolean {
  if (noDomain.test(host) || (/^\d+$/.test(text.slice(start, at)) && /^@\d/.test(host))) return false;
  if (text.slice(start, at) === 'git' || /^:(?:[~/]|[\w.-]+\/)/.test(text.slice(end, end + 128))) return false;
  // In an address of a server it is the user's name.
  return !/:\/\/[^\s/"'<>]*$/.test(text.slice(Math.max(0, start - 256), start));
}

// Letters, digits, `%'+-.=_` and bytes of other scripts.
function isLocalCode(code: number): boolean {
  if (isHostCode(code) || code >= 0x80) return true;
  return (
    code === 0x25 || code === 0x27 || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x3d || code === 0x5f
  );
}

function isHostCode(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
