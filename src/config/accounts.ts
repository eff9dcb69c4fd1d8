// Accounts of this machine, from wherever it keeps them (files, LDAP …).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** Finds an account by name or number; null when the machine has none. */
export function findAccount(nameOrUid: string | number): Account | null {
  const found = spawnSync('getent', ['passwd', '--', String(nameOrUid)], { encoding: 'utf8', timeout: 10_000 });
  const lines = found.error === undefined ? found.stdout : readFileSync('/etc/passwd', 'utf8');
  for (const line of lines.split('\n')) {
    const [name = '', , uid, gid, , home = ''] = line.split(':');
    if (name === nameOrUid || (line !== '' && Number(uid) === nameOrUid)) {
      return { name, uid: Number(uid), gid: Number(gid), home };
    }
  }
  return null;
}
