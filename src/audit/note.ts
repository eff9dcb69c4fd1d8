// Signed notes (C2SP signed-note) with Ed25519: a text, a blank line, and lines of signatures by named keys.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

export interface VerifierKey {
  /** No spaces, no `+`. */
  readonly name: string;
  /** First 4 bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key), hex. */
  readonly id: string;
  readonly public: KeyObject;
  /** `name+id+base64(0x01 ‖ public key)` */
  readonly text: string;
}

export interface SignerKey extends VerifierKey {
  readonly private: KeyObject;
}

/** Signature type Ed25519. */
const ED25519 = 1;

/** RFC 8410 §7 and §4: what stands before the 32 bytes of a key in DER. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Encodes as Go's `sumdb/note` does: `PRIVATE+KEY+name+id+base64(0x01 ‖ seed)`. @param seed 32 bytes */
export function printSignerKey(name: string, seed: Uint8Array): string {
  return `PRIVATE+KEY+${name}+${signerOf(name, seed).id}+${Buffer.concat([Uint8Array.of(ED25519), seed]).toString('base64')}`;
}

/** Null for anything else. */
export function parseSignerKey(text: string): SignerKey | null {
  const found = parseKey(text, /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/);
  if (found === null) return null;
  const key = signerOf(found.name, found.bytes);
  return key.id === found.id ? key : null;
}

/** Null for anything else. */
export function parseVerifierKey(text: string): VerifierKey | null {
  const found = parseKey(text, /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/);
  if (found === null) return null;
  const key = verifierOf(found.name, found.bytes);
  return key.id === found.id ? key : null;
}

/** @param text whole lines, none of them empty, with the final line feed */
export function signNote(text: string, key: SignerKey): string {
  const signature = Buffer.concat([Buffer.from(key.id, 'hex'), sign(null, Buffer.from(text), key.private)]);
  return `${text}\n— ${key.name} ${signature.toString('base64')}\n`;
}

/** The text of a note, signed by whomever; null when it is no note. */
export function textOfNote(note: string): string | null {
  const blank = note.lastIndexOf('\n\n');
  return blank > 0 && note.startsWith('— ', blank + 2) && note.endsWith('\n') ? note.slice(0, blank + 1) : null;
}

/** True when the key signed it; signatures of others are skipped. */
export function isSignedBy(note: string, key: VerifierKey): boolean {
  const text = textOfNote(note);
  if (text === null) return false;
  return note
    .slice(text.length + 1, -1)
    .split('\n')
    .some((line) => {
      const [, name, base64 = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
      const bytes = Buffer.from(base64, 'base64');
      if (name !== key.name || bytes.length !== 68 || bytes.toString('hex', 0, 4) !== key.id) return false;
      // The one form that has no unused bits set.
      if (bytes.toString('base64') !== base64) return false;
      return verify(null, Buffer.from(text), key.public, bytes.subarray(4));
    });
}

function parseKey(text: string, form: RegExp): { name: string; id: string; bytes: Buffer } | null {
  const [, name = '', id = '', base64 = ''] = form.exec(text.trim()) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === 33 && bytes[0] === ED25519 ? { name, id, bytes: bytes.subarray(1) } : null;
}

function signerOf(name: string, seed: Uint8Array): SignerKey {
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const point = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length);
  return { ...verifierOf(name, point), private: key };
}

function verifierOf(name: string, point: Uint8Array): VerifierKey {
  const bytes = Buffer.concat([Uint8Array.of(ED25519), point]);
  const id = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex').slice(0, 8);
  const key = createPublicKey({ key: Buffer.concat([publicPrefix, point]), format: 'der', type: 'spki' });
  return { name, id, public: key, text: `${name}+${id}+${bytes.toString('base64')}` };
}
