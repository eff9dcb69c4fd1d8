// What is wrong with one line of `keys:`, judged by the very code that lets people in later.
import { OstiaryError } from '../core/errors.ts';
import { fingerprintOf } from '../identity/identity.ts';
import { createStaticKeys } from '../identity/static-keys.ts';

const nobody = { kind: 'auditor', name: '', owner: '', roles: [], groups: [], targets: [], attended: false } as const;

/** A half sentence about the line, or null. `holders` are the names of those who have a key already, by its blob. */
export function complainOfKey(line: string, holders: ReadonlyMap<string, string>): string | null {
  try {
    createStaticKeys([{ identity: nobody, keys: [line] }]);
  } catch (error) {
    if (!(error instanceof OstiaryError)) throw error;
    return `${error.message.replace(/^identity "": the key /, '')}. ${error.remedy}`;
  }
  const holder = holders.get(keyBlob(line));
  if (holder === undefined) return null;
  const fingerprint = fingerprintOf(Buffer.from(keyBlob(line), 'base64'));
  return `is also a key of \`${holder}\` (${fingerprint}); a key says who somebody is, so give each its own`;
}

/** RFC 4253 §6.6 blob in base64: the same key has the same, whatever its comment says. */
export function keyBlob(line: string): string {
  return line.trim().split(/\s+/)[1] ?? '';
}
