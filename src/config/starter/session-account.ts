// The account and the folder that a first local target uses: its own user where root can make one, else one's own.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { faults, isSystemError } from '../../core/errors.ts';
import { findAccount } from '../accounts.ts';

const USER = 'ostiary-agent';

export interface SessionAccount {
  /** Null: whoever starts the broker. */
  readonly user: string | null;
  readonly workspace: string;
  /** What was made, in half sentences. */
  readonly made: readonly string[];
}

/** `folder` is the state folder. @throws OstiaryError ACCOUNT_NOT_MADE. */
export function prepareSessionAccount(folder: string): SessionAccount {
  if (process.getuid?.() !== 0) {
    const workspace = join(dirname(folder), 'workspace');
    const made = mkdirSync(workspace, { recursive: true, mode: 0o700 });
    return {
      user: null,
      workspace: '../workspace',
      made: made === undefined ? [] : [`${workspace}: where sessions begin`],
    };
  }
  const existing = findAccount(USER);
  const account = existing ?? addAccount();
  const workspace = join(account.home, 'workspace');
  // Made by that user itself: root must not follow what a session may have put in its own home.
  run('mkdir', ['-p', '-m', '0700', workspace], { uid: account.uid, gid: account.gid });
  return { user: USER, workspace, made: existing === null ? [`the account ${USER}: sessions run as this user`] : [] };
}

function addAccount() {
  run('useradd', ['--system', '--create-home', '--user-group', '--shell', '/usr/sbin/nologin', USER]);
  const account = findAccount(USER);
  if (account === null) throw faults.accountNotMade(USER, 'useradd reported success, but the account is not there');
  return account;
}

function run(
  program: string,
  args: readonly string[],
  as: { readonly uid?: number; readonly gid?: number } = {},
): void {
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
  const { error, status, stderr } = spawnSync(program, args, {
    ...as,
    env,
    cwd: '/',
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (isSystemError(error, 'ENOENT')) throw faults.accountNotMade(USER, `the program ${program} is missing`);
  if (error !== undefined) throw faults.accountNotMade(USER, error.message);
  if (status !== 0) throw faults.accountNotMade(USER, `${program} failed: ${stderr.trim()}`);
}
