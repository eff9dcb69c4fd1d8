// What the tests of the local target share: a workspace, a target on the real machine, and a session whose output is
// collected.
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { newId } from '../../../../src/core/ids.ts';
import type { Mode } from '../../../../src/policy/policy.ts';
import { createLocalTarget, type LocalTargetOptions } from '../../../../src/targets/local.ts';
import type { Executor, Opening, Outcome } from '../../../../src/targets/target.ts';

export const otherUser = 'ostiary-test';

/** In each way a session can be opened, with or without a terminal. */
export const everyMode = [
  ['exec', false],
  ['exec', true],
  ['script', false],
  ['interactive', true],
] as const satisfies readonly (readonly [mode: Mode, pty: boolean])[];

/** Skips a test that needs to run statements as another user than the broker's. */
export function needOtherUser(context: Pick<TestContext, 'skip'>): void {
  if (userInfo().uid !== 0) context.skip('not root: statements cannot run as another user');
  try {
    execFileSync('id', [otherUser], { stdio: 'ignore' });
  } catch {
    const sentence = `there is no user ${otherUser}; useradd --create-home ${otherUser}`;
    if (process.env.OSTIARY_TEST_STRICT === '1') throw new Error(sentence);
    context.skip(sentence);
  }
}

export interface Session extends Executor {
  readonly id: string;
  /** What was printed since `run` was called last. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Runs with the previous status remembered. */
  do(statement: string): Promise<Outcome>;
  /** Resolves when stdout (since the last `run`) holds the text. */
  prints(text: string | RegExp): Promise<void>;
  type(text: string): Promise<void>;
}

export interface Bench extends AsyncDisposable {
  readonly workspace: string;
  readonly target: ReturnType<typeof createLocalTarget>;
  open(mode: Mode, options?: Partial<Opening> & { pty?: boolean }): Promise<Session>;
}

/** `user` null runs as the broker's own user. */
export function createBench(user: string | null, options: Partial<LocalTargetOptions> = {}): Bench {
  const workspace = mkdtempSync(join(tmpdir(), 'ostiary-test-'));
  if (user !== null) {
    const uid = Number(execFileSync('id', ['-u', user], { encoding: 'utf8' }));
    chownSync(workspace, uid, uid);
  }
  chmodSync(workspace, 0o755);
  const target = createLocalTarget({
    name: 'local',
    labels: {},
    user,
    shell: '/bin/bash',
    workspace,
    path: '/usr/bin:/bin',
    ...options,
  });
  const open: Session[] = [];
  return {
    workspace,
    target,
    open: async (mode, { pty = mode === 'interactive', ...rest } = {}) => {
      const session = await openSession(target, mode, pty, rest);
      open.push(session);
      return session;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(open.map((session) => session.close()));
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

async function openSession(
  target: Bench['target'],
  mode: Mode,
  pty: boolean,
  rest: Partial<Opening>,
): Promise<Session> {
  const id = newId('ses');
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const collected = (stream: 'stdout' | 'stderr') => Buffer.concat(chunks[stream]).toString();
  const executor = await target.open({
    session: id,
    mode,
    terminal: pty ? { type: 'xterm', cols: 80, rows: 24 } : null,
    environment: {},
    output: (stream, bytes) => void chunks[stream].push(Buffer.from(bytes)),
    ...rest,
  });
  let previous = 0;
  const run = (statement: string, status: number) => {
    chunks.stdout = [];
    chunks.stderr = [];
    return executor.run(statement, status);
  };
  return {
    id,
    environment: executor.environment,
    get cwd() {
      return executor.cwd;
    },
    run,
    stdout: () => collected('stdout'),
    stderr: () => collected('stderr'),
    do: async (statement) => {
      const outcome = await run(statement, previous);
      if (outcome.kind !== 'lost') previous = outcome.status;
      return outcome;
    },
    prints: async (text) => {
      const deadline = performance.now() + 10_000;
      const found = () =>
        typeof text === 'string' ? collected('stdout').includes(text) : text.test(collected('stdout'));
      while (!found()) {
        if (performance.now() > deadline)
          throw new Error(`never printed ${text}: ${JSON.stringify(collected('stdout'))}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    type: async (text) => executor.write(Buffer.from(text)),
    write: (bytes) => executor.write(bytes),
    endInput: () => executor.endInput(),
    resize: (size) => executor.resize(size),
    signal: (name) => executor.signal(name),
    echoes: () => executor.echoes(),
    close: () => executor.close(),
  };
}

/** Every user the tests can run as here: always the broker's own, and the other one where that is possible. */
export const users: readonly (string | null)[] = canSwitch() ? [otherUser, null] : [null];

function canSwitch(): boolean {
  try {
    needOtherUser({
      skip: () => {
        throw new Error();
      },
    });
    return true;
  } catch {
    return false;
  }
}
