// Random tokens, and the digests under which they are kept: what is read from the broker's memory signs nobody in.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, 43 letters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export const isToken = (text: string) => /^[\w-]{43}$/.test(text);

export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Takes as long whatever is wrong. @param digest of the right one */
export function isTokenOf(digest: string, token: string): boolean {
  return timingSafeEqual(Buffer.from(digest, 'hex'), Buffer.from(digestOf(token), 'hex'));
}
