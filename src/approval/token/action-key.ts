// The key that signs action tokens: made once, readable by its owner only; whoever has it can forge approvals.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { faults, isSystemError } from '../../core/errors.ts';

export interface ActionKey {
  readonly private: KeyObject;
  readonly public: KeyObject;
  /** The public key's coordinate, base64url (RFC 8037 §2). */
  readonly x: string;
  /** JWK thumbprint (RFC 7638): names the key in tokens and in the log. */
  readonly kid: string;
  /** Keys the commitments to statements that may hold a secret. */
  readonly commitment: Buffer;
}

/** Reads the key, and makes it first where there is none. @throws OstiaryError ACTION_KEY_UNSAFE, ACTION_KEY_INVALID. */
export function openActionKey(file: string): ActionKey {
  try {
    return readKey(file);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
  makeKey(file);
  return readKey(file);
}

function makeKey(file: string): void {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, pem.toString());
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readKey(file: string): ActionKey {
  const descriptor = openSync(file, 'r');
  try {
    const { mode, uid } = fstatSync(descriptor);
    if ((mode & 0o077) !== 0) throw faults.actionKeyUnsafe(file, 'can be read or changed by others');
    const own = process.geteuid?.();
    if (own !== undefined && uid !== own && uid !== 0) throw faults.actionKeyUnsafe(file, 'belongs to somebody else');
    return toActionKey(parse(file, readFileSync(descriptor)));
  } finally {
    closeSync(descriptor);
  }
}

function parse(file: string, pem: Buffer): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw faults.actionKeyInvalid(file, (error as Error).message);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw faults.actionKeyInvalid(file, 'it is not an ed25519 private key');
  return key;
}

function toActionKey(key: KeyObject): ActionKey {
  const { d, x } = key.export({ format: 'jwk' }) as { readonly d: string; readonly x: string };
  // RFC 7638 §3: the required members in lexicographic order.
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
  const commitment = Buffer.from(
    hkdfSync('sha256', Buffer.from(d, 'base64url'), '', 'ostiary statement commitment', 32),
  );
  return { private: key, public: createPublicKey(key), x, kid, commitment };
}
