// The OS account statements run under, and the words that make a process run as it with nothing left of the broker's.
import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  /** True when it is the broker's own account: nothing is dropped because nothing can be. */
  readonly own: boolean;
}

/** The account of that name, or the broker's own for null. @throws Error with a half sentence when there is none. */
export function lookUpAccount(name: string | null): Account {
  const own = userInfo();
  if (name === null || name === own.username) {
    return { name: own.username, uid: own.uid, gid: own.gid, home: own.homedir, own: true };
  }
  // getent also asks LDAP and friends, which reading /etc/passwd would not.
  const [, , uid, gid, , home] = readPasswdEntry(name).trimEnd().split(':');
  if (uid === undefined || gid === undefined || !home) throw new Error(`the account ${name} has no home`);
  const account = { name, uid: Number(uid), gid: Number(gid), home, own: Number(uid) === own.uid };
  if (!account.own && own.uid !== 0) throw new Error(`only a broker started as root can run statements as ${name}`);
  return account;
}

function readPasswdEntry(name: string): string {
  try {
    return execFileSync('/usr/bin/getent', ['passwd', '--', name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    throw new Error(`there is no account ${name}`);
  }
}

/**
 * What to put before a command so that it runs as `account`: user, group, no supplementary groups, no inheritable or
 * ambient capabilities. Not `--no-new-privs`: whether sudo is there for this account is the host's decision and
 * whether a statement may use it the policy's (effect `privilege`).
 */
export function privilegesOf(account: Account): readonly string[] {
  if (account.own) return [];
  return [
    '/usr/bin/setpriv',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=-all',
    '--ambient-caps=-all',
    '--',
  ];
}
