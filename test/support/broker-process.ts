// A real broker process with its own state, keys, workspace and port; for stories and benches alike.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { storeFile } from '../../src/config/config.ts';
import { readSqliteStore } from '../../src/store/sqlite.ts';
import { type SshCall, sshKeyPair } from './ssh-client.ts';

const launcher = new URL('../../bin/ostiary.js', import.meta.url).pathname;
const isRoot = process.getuid?.() === 0;

/** The user statements run as: an unprivileged one when the tests run as root, else the person who runs them. */
export const sessionUser = isRoot ? 'ostiary-test' : null;

export interface BrokerOptions {
  /** More lines for ostiary.yaml, top level. */
  readonly config?: string;
  /** Text of policy.yaml; without one everything is let through and recorded. */
  readonly policy?: string;
  /** True: the auditors' page is served, too. */
  readonly web?: boolean;
  /** PATH of the local target. */
  readonly path?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface BrokerProcess extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** Holds ostiary.yaml, the state and the recordings. */
  readonly dir: string;
  readonly workspace: string;
  readonly home: string;
  readonly config: string;
  /**
   * What an ssh call needs to come as this identity: coder (agent, granted `local`), other (agent without a grant),
   * maria (operator), aud (auditor), stranger (a key nobody knows).
   */
  as(identity: string, login?: string): Pick<SshCall, 'port' | 'key' | 'login'>;
  /** Runs one of our verbs against this broker's config; resolves with its stdout. */
  cli(...args: readonly string[]): string;
  /** What the log holds, read from the database of the running broker. */
  events(): ReturnType<typeof readEvents>;
  /** Resolves with the exit status after SIGTERM. */
  stop(): Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts the broker anew on the same state; its port may differ. */
  restart(): Promise<void>;
  /** stdout so far: what a person copies. */
  said(): string;
  /** stderr so far: the operational log. */
  log(): string;
}

export async function spawnBrokerProcess(options: BrokerOptions = {}): Promise<BrokerProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'ostiary-e2e-'));
  const workspace = mkdtempSync(join(tmpdir(), 'ostiary-workspace-'));
  execFileSync('chmod', ['0755', workspace]);
  if (sessionUser !== null) chownSync(workspace, uidOf(sessionUser), gidOf(sessionUser));
  mkdirSync(join(dir, 'keys'), { mode: 0o700 });
  const names = ['coder', 'other', 'maria', 'aud', 'stranger'];
  const keys = new Map(names.map((name) => [name, sshKeyPair(join(dir, 'keys'), name)]));
  const keyOf = (name: string) => {
    const key = keys.get(name);
    if (key === undefined) throw new Error(`no identity ${name}`);
    return key;
  };
  const publicKey = (name: string) => keyOf(name).publicKey;
  const config = join(dir, 'ostiary.yaml');
  if (options.policy !== undefined) writeFileSync(join(dir, 'policy.yaml'), options.policy, { mode: 0o600 });
  writeFileSync(
    config,
    `version: 1
listen: { ssh: "127.0.0.1:0"${options.web === true ? ', web: "127.0.0.1:0"' : ''} }
state: state
identities:
  - { name: coder, kind: agent, owner: maria, roles: [codegen], keys: ["${publicKey('coder')}"], targets: [local] }
  - { name: other, kind: agent, owner: maria, keys: ["${publicKey('other')}"], targets: [] }
  - { name: maria, kind: operator, groups: [sre], keys: ["${publicKey('maria')}"], targets: ["*"] }
  - { name: aud, kind: auditor, keys: ["${publicKey('aud')}"], targets: ["*"] }
targets:
  - name: local
    kind: local
    workspace: ${workspace}
    path: ${options.path ?? '/usr/local/bin:/usr/bin:/bin'}
${sessionUser === null ? '' : `    user: ${sessionUser}\n`}policy: ${options.policy === undefined ? 'none' : 'policy.yaml'}\n${options.config ?? ''}`,
    { mode: 0o600 },
  );

  let running = await spawnServe(config, options.env ?? {});
  return {
    get port() {
      return running.port;
    },
    get pid() {
      return Number(readFileSync(join(dir, 'state', 'broker.pid'), 'utf8'));
    },
    dir,
    workspace,
    home: sessionUser === null ? (process.env.HOME ?? '/') : `/home/${sessionUser}`,
    config,
    as: (identity, login = 'local') => ({ port: running.port, key: keyOf(identity), login }),
    cli: (...args) => execFileSync(launcher, [...args, '--config', config], { encoding: 'utf8' }),
    events: () => readEvents(dir),
    stop: async () => {
      running.child.kill('SIGTERM');
      return await running.exited;
    },
    async kill(signal) {
      running.child.kill(signal);
      await running.exited;
    },
    async restart() {
      running = await spawnServe(config, options.env ?? {});
    },
    said: () => running.said.join('\n'),
    log: () => running.log.join(''),
    async [Symbol.asyncDispose]() {
      running.child.kill('SIGKILL');
      await running.exited;
      rmSync(dir, { recursive: true, force: true });
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly exited: Promise<number | null>;
  readonly said: string[];
  readonly log: string[];
}

// Started without the launcher's second process, so that a signal reaches the broker itself.
async function spawnServe(config: string, env: Readonly<Record<string, string>>): Promise<Running> {
  const child = spawn(process.execPath, [launcher, 'serve', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const exited = once(child, 'exit').then(([status]: (number | null)[]) => status ?? null);
  const said: string[] = [];
  const log: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.push(text));
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line);
      const found = /ssh 127\.0\.0\.1:(\d+)/.exec(line);
      if (found?.[1] !== undefined) resolve(Number(found[1]));
    });
    exited.then((status) => reject(new Error(`the broker ended with ${status} at start:\n${log.join('')}`)));
  });
  return { child, port, exited, said, log };
}

function readEvents(dir: string) {
  const store = readSqliteStore(storeFile({ state: join(dir, 'state') }));
  try {
    return [...store.events()];
  } finally {
    store.close();
  }
}

const uidOf = (user: string) => Number(execFileSync('id', ['-u', user], { encoding: 'utf8' }));
const gidOf = (user: string) => Number(execFileSync('id', ['-g', user], { encoding: 'utf8' }));
