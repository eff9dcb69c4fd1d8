// Identities by public keys from the config: each key blob belongs to exactly one identity.
import { createPublicKey } from 'node:crypto';
import ssh2 from 'ssh2';
import { faults } from '../core/errors.ts';
import { fingerprintOf, type Identity, type IdentityProvider, type Proof } from './identity.ts';

/** Types whose signatures the door verifies; sk-* and certificates are not among them yet. */
const keyTypes = ['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'];
const minimalRsaBits = 2048;

export interface KeyOwner {
  readonly identity: Identity;
  /** Lines of authorized_keys without options: `ssh-ed25519 AAAA… comment`. */
  readonly keys: readonly string[];
}

export interface StaticKeys extends IdentityProvider {
  /** `SHA256:…` of this identity's keys. */
  fingerprints(name: string): ReadonlySet<string>;
}

/** @throws OstiaryError KEY_INVALID for a line that is no usable key, KEY_SHARED for a key listed twice. */
export function createStaticKeys(owners: readonly KeyOwner[]): StaticKeys {
  const known = new Map<string, { readonly identity: Identity; readonly proof: Proof }>();
  const fingerprints = new Map<string, Set<string>>();
  for (const { identity, keys } of owners) {
    for (const line of keys) {
      const blob = readKey(identity.name, line.trim());
      const index = blob.toString('base64');
      const fingerprint = fingerprintOf(blob);
      const other = known.get(index);
      if (other) throw faults.keyShared(fingerprint, other.identity.name, identity.name);
      known.set(index, { identity, proof: { method: 'public-key', fingerprint } });
      fingerprints.set(identity.name, (fingerprints.get(identity.name) ?? new Set()).add(fingerprint));
    }
  }
  return {
    find: (keyBlob) => known.get(Buffer.from(keyBlob).toString('base64')) ?? null,
    fingerprints: (name) => fingerprints.get(name) ?? new Set(),
  };
}

function readKey(identity: string, line: string): Buffer {
  const refuse = (why: string) => faults.keyInvalid(identity, line, why);
  const [type = '', base64 = ''] = line.split(/\s+/);
  if (line.includes('PRIVATE KEY')) throw faults.keyInvalid(identity, '-----BEGIN …', 'is a private key');
  if (type.startsWith('sk-') || type.includes('-cert-')) throw refuse(`has the type ${type}, which is not supported`);
  if (!keyTypes.includes(type)) throw refuse('does not begin with a supported key type (options are not supported)');
  const blob = Buffer.from(base64, 'base64');
  // Only the one canonical base64 form: what is looked up later is the blob, so nothing may hide in the text.
  if (blob.toString('base64') !== base64) throw refuse('is not valid base64');
  const key = ssh2.utils.parseKey(blob);
  if (key instanceof Error || key.type !== type) throw refuse(`is not a key of the type ${type}`);
  if (!key.getPublicSSH().equals(blob)) throw refuse('is not in its canonical form');
  if (type === 'ssh-rsa') {
    const bits = createPublicKey(key.getPublicPEM()).asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < minimalRsaBits) throw refuse(`has ${bits} bits; RSA keys need ${minimalRsaBits} or more`);
  }
  return blob;
}
