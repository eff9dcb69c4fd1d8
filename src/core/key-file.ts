// Files that hold a private key: made once, readable by their owner only.
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { isSystemError } from './errors.ts';

export interface KeyFileParts {
  /** The text of a new key, where there is no file. */
  readonly make: () => string;
  /** The fault when others may read it; `why` goes on after the name of the file. */
  readonly unsafe: (file: string, why: string) => Error;
}

/** Reads the key, and makes it first where there is none. @throws `unsafe`, Node's system errors */
export function openKeyFile(file: string, { make, unsafe }: KeyFileParts): Buffer {
  try {
    return readKeyFile(file, unsafe);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
  makeKeyFile(file, make());
  return readKeyFile(file, unsafe);
}

function readKeyFile(file: string, unsafe: KeyFileParts['unsafe']): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const { mode, uid } = fstatSync(descriptor);
    if ((mode & 0o077) !== 0) throw unsafe(file, 'can be read or changed by others');
    const own = process.geteuid?.();
    if (own !== undefined && uid !== own && uid !== 0) throw unsafe(file, 'belongs to somebody else');
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** On stable storage when it returns. A key that another process made meanwhile stays. */
function makeKeyFile(file: string, text: string): void {
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
