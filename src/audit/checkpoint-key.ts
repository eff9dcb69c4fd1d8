// The key that signs checkpoints, made once, with the name of the log it speaks for; readable by its owner only. Beside
// it lies what auditors need: the verifier key.
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { faults, isSystemError } from '../core/errors.ts';
import { parseSignerKey, printSignerKey, type SignerKey } from './note.ts';

/** Where the keys lie in the state folder. */
export const checkpointKeyFile = (state: string) => join(state, 'checkpoint_ed25519');
export const verifierKeyFile = (state: string) => `${checkpointKeyFile(state)}.pub`;

/**
 * Reads the key, and makes it first where there is none: a new key is a new log, under a new name, over the same events.
 * @throws OstiaryError AUDIT_KEY_UNSAFE, AUDIT_KEY_INVALID.
 */
export function openCheckpointKey(state: string): SignerKey {
  const file = checkpointKeyFile(state);
  const key = readKey(file) ?? makeKey(file);
  writeFileSync(verifierKeyFile(state), `${key.text}\n`, { mode: 0o644 });
  return key;
}

function readKey(file: string): SignerKey | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    const { mode, uid } = fstatSync(descriptor);
    if ((mode & 0o077) !== 0) throw faults.auditKeyUnsafe(file, 'can be read or changed by others');
    const own = process.geteuid?.();
    if (own !== undefined && uid !== own && uid !== 0) throw faults.auditKeyUnsafe(file, 'belongs to somebody else');
    const key = parseSignerKey(readFileSync(descriptor, 'utf8'));
    if (key === null) throw faults.auditKeyInvalid(file, 'it is no signer key');
    return key;
  } finally {
    closeSync(descriptor);
  }
}

function makeKey(file: string): SignerKey {
  const text = printSignerKey(`audit.${randomBytes(8).toString('hex')}`, randomBytes(32));
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, `${text}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return parseSignerKey(text) as SignerKey;
}
