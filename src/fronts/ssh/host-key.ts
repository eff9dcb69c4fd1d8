// The key that proves this broker to its clients: made once, readable by its owner only.
import ssh2 from 'ssh2';
import { newEd25519Key } from '../../core/ed25519-key.ts';
import { faults } from '../../core/errors.ts';
import { openKeyFile } from '../../core/key-file.ts';

export interface HostKey {
  /** OpenSSH private key format. */
  readonly privateKey: Buffer;
  /** `ssh-ed25519 AAAA…`: what a known_hosts line says after the host. */
  readonly publicKey: string;
}

/**
 * Reads the host key, and makes it first where there is none.
 * @throws OstiaryError HOST_KEY_UNSAFE when others may read it, HOST_KEY_INVALID when it is no ed25519 private key.
 */
export function openHostKey(file: string): HostKey {
  const make = () => newEd25519Key('ostiary host key').private;
  const privateKey = openKeyFile(file, { make, unsafe: faults.hostKeyUnsafe });
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw faults.hostKeyInvalid(file, parsed.message);
  if (parsed.type !== 'ssh-ed25519' || !parsed.isPrivateKey()) {
    throw faults.hostKeyInvalid(file, 'it is not an ed25519 private key');
  }
  return { privateKey, publicKey: `ssh-ed25519 ${parsed.getPublicSSH().toString('base64')}` };
}
