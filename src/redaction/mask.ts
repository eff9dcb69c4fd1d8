// What stands in place of a secret: `‹kind:tag›`. The tag is keyed per session, so equal values are seen to be equal
// within a session and nowhere else, and a guess cannot be checked without the key.
import { createHmac } from 'node:crypto';

export const maskOpen = '‹';
export const maskClose = '›';
/** latin1 reading of the first mask character: how rules see a value that is masked already. */
export const maskOpenBytes = Buffer.from(maskOpen, 'utf8').toString('latin1');

/** The first characters (6 bits each) of HMAC-SHA256 over the value. */
export function tagOf(sessionKey: Uint8Array, value: string, length = 6): string {
  return createHmac('sha256', sessionKey).update(value, 'latin1').digest('base64url').slice(0, length);
}

export function maskOf(sessionKey: Uint8Array, kind: string, value: string): string {
  return `${maskOpen}${kind}:${tagOf(sessionKey, value)}${maskClose}`;
}
