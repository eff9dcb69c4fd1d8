// Starts a process that inherits exactly the descriptors it is given.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { isSystemError } from '../../core/errors.ts';

export interface Ending {
  readonly status: number;
  /** Without SIG. */
  readonly signal: string | null;
}

export interface Launched {
  readonly pid: number;
  readonly ended: Promise<Ending>;
}

export interface LaunchOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Descriptors of the child by number; a gap is /dev/null up to 2 and closed above. */
  readonly descriptors: readonly (number | null)[];
  /** Makes the process the leader of a new session, without a controlling terminal. */
  readonly newSession: boolean;
}

// Descriptors of this process that an exec would not close: what the broker itself inherited, and the PTY masters,
// which node-pty opens without O_CLOEXEC. Through one, a program could read and type into another session.
const inheritable = new Set<number>();
let inherited = false;

/** Says that `descriptor` is open without O_CLOEXEC, until `letGo`. */
export function keepFromChildren(descriptor: number): void {
  inheritable.add(descriptor);
}

export function letGo(descriptor: number): void {
  inheritable.delete(descriptor);
}

/** @throws Error when the process cannot be started. */
export async function launch(argv: readonly string[], options: LaunchOptions): Promise<Launched> {
  if (!inherited) noteInherited();
  const nothing = openSync('/dev/null', 'r+');
  try {
    const stdio: ('ignore' | number)[] = options.descriptors.map((descriptor) => descriptor ?? 'ignore');
    // Node cannot set O_CLOEXEC, but it can put /dev/null in the place of a descriptor.
    for (const descriptor of inheritable) {
      while (stdio.length <= descriptor) stdio.push('ignore');
      if (descriptor >= options.descriptors.length) stdio[descriptor] = nothing;
    }
    const child = spawn(argv[0]!, argv.slice(1), {
      cwd: options.folder,
      env: options.environment,
      stdio,
      detached: options.newSession,
    });
    const ended = new Promise<Ending>((resolve) => {
      child.once('exit', (code, signal) => resolve(describeEnding(code, signal)));
    });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    return { pid: child.pid!, ended };
  } finally {
    closeSync(nothing);
  }
}

function describeEnding(code: number | null, signal: NodeJS.Signals | null): Ending {
  if (signal === null) return { status: code ?? 1, signal: null };
  return { status: 128 + constants.signals[signal], signal: signal.slice(3) };
}

function noteInherited(): void {
  inherited = true;
  for (const name of readdirSync('/proc/self/fd')) {
    if (Number(name) > 2 && !closesOnExec(name)) inheritable.add(Number(name));
  }
}

function closesOnExec(descriptor: string): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & 0o2000000) !== 0;
  } catch (error) {
    // The descriptor of the listing itself is gone by now.
    if (isSystemError(error, 'ENOENT')) return true;
    throw error;
  }
}
