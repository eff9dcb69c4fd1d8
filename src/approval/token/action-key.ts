// The key that signs action tokens: made once, readable by its owner only; whoever has it can forge approvals.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { faults } from '../../core/errors.ts';
import { openKeyFile } from '../../core/key-file.ts';

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
  const make = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return toActionKey(parse(file, openKeyFile(file, { make, unsafe: faults.actionKeyUnsafe })));
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
