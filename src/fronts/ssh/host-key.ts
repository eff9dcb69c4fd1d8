// The key that proves this broker to its clients: made once, readable by its owner only.
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import ssh2 from 'ssh2';
import { faults, isSystemError } from '../../core/errors.ts';

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
  try {
    return readHostKey(file);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
  makeHostKey(file);
  return readHostKey(file);
}

function readHostKey(file: string): HostKey {
  const descriptor = openSync(file, 'r');
  try {
    const { mode, uid } = fstatSync(descriptor);
    if ((mode & 0o077) !== 0) throw faults.hostKeyUnsafe(file, 'can be read or changed by others');
    const own = process.geteuid?.();
    if (own !== undefined && uid !== own && uid !== 0) throw faults.hostKeyUnsafe(file, 'belongs to somebody else');
    const privateKey = readFileSync(descriptor);
    const parsed = ssh2.utils.parseKey(privateKey);
    if (parsed instanceof Error) throw faults.hostKeyInvalid(file, parsed.message);
    if (parsed.type !== 'ssh-ed25519' || !parsed.isPrivateKey()) {
      throw faults.hostKeyInvalid(file, 'it is not an ed25519 private key');
    }
    return { privateKey, publicKey: `ssh-ed25519 ${parsed.getPublicSSH().toString('base64')}` };
  } finally {
    closeSync(descriptor);
  }
}

function makeHostKey(file: string): void {
  const text = generateKey();
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return;
    throw error;
  }
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

// About one key in 300 of ssh2's generator is broken (it loses a leading zero byte): such a key is thrown away.
function generateKey(): string {
  for (;;) {
    const { private: text } = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'ostiary host key' });
    const key = ssh2.utils.parseKey(text);
    if (key instanceof Error) continue;
    const publicKey = ssh2.utils.parseKey(key.getPublicSSH());
    const probe = Buffer.from('probe');
    const signature = key.sign(probe);
    if (publicKey instanceof Error || signature instanceof Error) continue;
    if (publicKey.verify(probe, signature) === true) return text;
  }
}
