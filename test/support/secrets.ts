// Secrets for tests, made when they run: no text of this repository looks like one.
import { randomBytes, randomInt } from 'node:crypto';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** Random letters and digits, always with some of each. */
export function randomText(length: number): string {
  const body = Array.from({ length: length - 3 }, () => letters[randomInt(letters.length)]).join('');
  return `q7${body}Z`;
}

export const hostingToken = () => `gl${'pat-'}${randomText(20)}`;
export const chatToken = () => `xo${'xb-'}${randomInt(1e11, 9e11)}-${randomInt(1e11, 9e11)}-${randomText(24)}`;
export const password = () => randomText(14);
export const privateKey = (lines = 6) =>
  [
    `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----`,
    ...Array.from({ length: lines }, () => randomBytes(48).toString('base64').replace(/[+/]/g, 'x').slice(0, 64)),
    `-----END OPENSSH ${'PRIVATE'} KEY-----`,
  ].join('\n');
