// The stock ssh client, cut off from the machine's own configuration, keys and agent.
import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

export interface SshKey {
  /** The private key's path. */
  readonly file: string;
  /** The line of the .pub file. */
  readonly publicKey: string;
}

/** Makes a key pair with ssh-keygen in this folder. */
export function sshKeyPair(folder: string, name = 'id', type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519'): SshKey {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', name, '-f', file]);
  return { file, publicKey: execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' }).trim() };
}

export interface SshCall {
  readonly port: number;
  readonly key: SshKey;
  readonly login: string;
  /** Options before the destination, such as `-tt`. */
  readonly options?: readonly string[];
  /** What comes after the destination. */
  readonly args?: readonly string[];
  /** Written to stdin, then EOF; without it stdin is /dev/null. */
  readonly input?: Uint8Array | string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds to sleep after every 64 KiB read from stdout and stderr each. */
  readonly slow?: number;
}

export interface SshResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** `ssh` as a child process with all three streams open. The caller ends it. */
export function spawnSsh(call: SshCall): ChildProcessByStdio<Writable, Readable, Readable> {
  const child = spawn('ssh', sshArguments(call), {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...call.environment },
  });
  // An ssh that ends before it has read its stdin resets the stream; its status and output say the rest.
  child.stdin.on('error', () => undefined);
  return child;
}

/** Runs `ssh` to its end. Messages of ssh itself (banner, warnings) are silenced by LogLevel=ERROR. */
export async function ssh(call: SshCall): Promise<SshResult> {
  const child = spawnSsh(call);
  child.stdin.end(call.input ?? '');
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([collect(child.stdout, call.slow), collect(child.stderr, call.slow)]);
  return { status: await ended, stdout, stderr };
}

export function sshArguments({ port, key, login, options = [], args = [] }: Omit<SshCall, 'input'>): string[] {
  const settings = [
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'UserKnownHostsFile=/dev/null',
    'GlobalKnownHostsFile=/dev/null',
    'StrictHostKeyChecking=no',
    'PreferredAuthentications=publickey',
    'LogLevel=ERROR',
  ];
  return [
    ...['-F', '/dev/null', '-p', String(port), '-i', key.file],
    // ssh takes the first of two equal options: the caller's come first.
    ...options,
    ...settings.flatMap((setting) => ['-o', setting]),
    `${login}@127.0.0.1`,
    ...args,
  ];
}

async function collect(stream: Readable, slow: number | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, slow));
  }
  return Buffer.concat(chunks);
}
