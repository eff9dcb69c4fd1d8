// What stands in place of a secret: `‹kind:tag›`. The tag is keyed per session, so equal values are seen to be equal
// within a session and nowhere else, and a guess cannot be checked without the key.
import { hash } from 'node:crypto';

export const maskOpen = '‹';
export const maskClose = '›';
/** latin1 reading of the first mask character: how rules see a value that is masked already. */
export const maskOpenBytes = Buffer.from(maskOpen, 'utf8').toString('latin1');

const whole = /‹[^‹›\s:]{1,64}:[A-Za-z0-9_-]{6,11}›/gu;

/** True when the text holds one of our masks: something masked is on its way back. */
export function holdsMask(text: string): boolean {
  return masksIn(text).length > 0;
}

/** Where masks stand in the text: half-open ranges of UTF-16 units, in order. */
export function masksIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  if (!text.includes(maskOpen)) return [];
  return [...text.matchAll(whole)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** The first characters (6 bits each) of HMAC-SHA256 (RFC 2104) over the value; keys have at most 64 bytes. */
export function tagOf(sessionKey: Uint8Array, value: string, length = 6): string {
  // Two one-shot hashes take a tenth of the time of a Hmac object.
  const inner = hash('sha256', Buffer.concat([padded(sessionKey, 0x36), Buffer.from(value, 'latin1')]), 'buffer');
  return hash('sha256', Buffer.concat([padded(sessionKey, 0x5c), inner]), 'base64url').slice(0, length);
}

function padded(key: Uint8Array, pad: number): Uint8Array {
  const block = new Uint8Array(64).fill(pad);
  for (let at = 0; at < key.length; at++) block[at]! ^= key[at]!;
  return block;
}

export function maskOf(sessionKey: Uint8Array, kind: string, value: string): string {
  return `${maskOpen}${kind}:${tagOf(sessionKey, value)}${maskClose}`;
}
