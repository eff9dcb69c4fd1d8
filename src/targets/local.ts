// The local target: statements run in a shell on the broker's own machine, under an account of their own.
import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';
import { faults, sentenceOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { type Account, lookUpAccount, privilegesOf } from './local/account.ts';
import { openDriver } from './local/driver.ts';
import { buildEnvironment } from './local/environment.ts';
import { createExec } from './local/exec.ts';
import { createPipeSource } from './local/pipes.ts';
import { endProcesses } from './local/process-tree.ts';
import { realPath } from './local/real-path.ts';
import { vetSearchPath } from './local/search-path.ts';
import type { Target } from './target.ts';

export interface LocalTargetOptions {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The account statements run under; null is the broker's own. */
  readonly user: string | null;
  /** A bash, absolute. */
  readonly shell: string;
  /** The folder sessions start in, absolute; it must exist. */
  readonly workspace: string;
  /** PATH of the statements; entries the session's user could write are left out. */
  readonly path: string;
  readonly log?: Log;
}

/** Never throws: what is wrong with the target is said when a session is opened. */
export function createLocalTarget(options: LocalTargetOptions): Target {
  const { name, labels, shell, workspace, log } = options;
  const pipes = createPipeSource();
  const found = attempt(() => lookUpAccount(options.user));

  // Asked once: it costs a process, and a folder that goes later is a failed start anyway.
  let entered = false;

  const needAccount = (): Account => {
    if (found.value !== undefined) return found.value;
    throw faults.targetUnavailable(name, found.reason, `Check \`user:\` of the target ${name} in ostiary.yaml.`);
  };

  return {
    name,
    kind: 'local',
    labels,
    language: 'bash',
    workspace,
    home: found.value?.home ?? '/',
    user: found.value?.name ?? '',
    resolve: realPath,
    sharedUser: found.value !== undefined && (found.value.own || found.value.uid === 0),

    open: async (opening) => {
      const account = needAccount();
      if (!entered) await checkWorkspace(name, workspace, account);
      entered = true;
      const { path, dropped } = vetSearchPath(options.path, account);
      for (const entry of dropped) log?.warn({ target: name }, `left out of PATH: ${entry}`);
      if (path === '') throw faults.targetUnavailable(name, 'no entry of `path:` can be trusted', dropped.join('; '));
      const environment = buildEnvironment(opening, account, { path, shell });
      const setting = { target: name, opening, account, shell, workspace, environment, pipes, log };
      return opening.mode === 'exec' ? createExec(setting) : openDriver(setting);
    },

    reap: (session) => endProcesses({ session, uid: needAccount().uid, leader: null }),
  };
}

function attempt<T>(work: () => T): { value: T; reason?: never } | { value?: never; reason: string } {
  try {
    return { value: work() };
  } catch (error) {
    return { reason: sentenceOf(error) };
  }
}

/** Only the account itself can tell whether it may enter (modes, ACLs, mounts). */
async function checkWorkspace(target: string, workspace: string, account: Account): Promise<void> {
  const remedy = `Make the folder and let ${account.name} enter it, or change \`workspace:\` of the target ${target}.`;
  const folder = statSync(workspace, { throwIfNoEntry: false });
  if (!folder?.isDirectory()) throw faults.targetUnavailable(target, `there is no folder ${workspace}`, remedy);
  const enter = [...privilegesOf(account), '/bin/sh', '-c', 'cd -- "$1"', 'sh', workspace];
  await promisify(execFile)(enter[0]!, enter.slice(1), { env: {} }).catch(() => {
    throw faults.targetUnavailable(target, `${account.name} may not enter ${workspace}`, remedy);
  });
}
