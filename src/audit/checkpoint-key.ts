// The key that signs checkpoints, made once, with the name of the log it speaks for; readable by its owner only. Beside
// it lies what auditors need: the verifier key.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults } from '../core/errors.ts';
import { openKeyFile } from '../core/key-file.ts';
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
  const bytes = openKeyFile(file, { make: newKey, unsafe: faults.auditKeyUnsafe });
  const key = parseSignerKey(bytes.toString());
  if (key === null) throw faults.auditKeyInvalid(file, 'it is no signer key');
  writeFileSync(verifierKeyFile(state), `${key.text}\n`, { mode: 0o644 });
  return key;
}

const newKey = () => `${printSignerKey(`audit.${randomBytes(8).toString('hex')}`, randomBytes(32))}\n`;
