// Which entries of PATH may be trusted: one that the session's user could write would let it replace any command
// that a policy allows by name.
import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { Account } from './account.ts';

export interface VettedPath {
  /** The entries that are safe, joined with `:`. */
  readonly path: string;
  /** What was left out and why, as half sentences. */
  readonly dropped: readonly string[];
}

export function vetSearchPath(path: string, account: Pick<Account, 'uid' | 'gid'>): VettedPath {
  const safe: string[] = [];
  const dropped: string[] = [];
  for (const entry of path.split(':')) {
    const why = findFlaw(entry, account);
    if (why === null) safe.push(entry);
    else dropped.push(`${entry === '' ? 'the empty entry' : entry} ${why}`);
  }
  return { path: safe.join(':'), dropped };
}

function findFlaw(entry: string, account: Pick<Account, 'uid' | 'gid'>): string | null {
  if (!isAbsolute(entry)) return 'is not absolute';
  let folder: string;
  try {
    folder = realpathSync(entry);
    if (!statSync(folder).isDirectory()) return 'is not a folder';
  } catch {
    return 'does not exist';
  }
  if (mayWrite(folder, account)) return 'can be written by the user of the session';
  // Who may write a parent may put another folder in its place, unless the sticky bit keeps it (/tmp).
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    const sticky = (statSync(parent).mode & 0o1000) !== 0;
    if (!sticky && mayWrite(parent, account)) return `lies in ${parent}, which the user of the session can write`;
    if (parent === '/') return null;
  }
}

function mayWrite(folder: string, { uid, gid }: Pick<Account, 'uid' | 'gid'>): boolean {
  const status = statSync(folder);
  if ((status.mode & 0o002) !== 0) return true;
  // Root can write everything anyway; what matters for it is whether anybody else can.
  if (uid === 0) return false;
  return status.uid === uid || (status.gid === gid && (status.mode & 0o020) !== 0);
}
