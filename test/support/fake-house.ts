// A house behind the SSH door for tests: every command runs in /bin/sh, nothing is judged or recorded.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { createLog } from '../../src/core/log.ts';
import type { Client, House, Refusal } from '../../src/fronts/front.ts';
import { createSshFront, type SshFront } from '../../src/fronts/ssh/front.ts';
import { defaultLimits, type SshLimits } from '../../src/fronts/ssh/limits.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { createStaticKeys } from '../../src/identity/static-keys.ts';
import type { OutputStream } from '../../src/sinks/sink.ts';
import { type SshKey, sshKeyPair } from './ssh-client.ts';

export interface TestDoor extends AsyncDisposable {
  readonly front: SshFront;
  readonly port: number;
  /** The key of the one identity, `coder`. */
  readonly key: SshKey;
  readonly folder: string;
  readonly clients: Client[];
  readonly refusals: Refusal[];
}

interface DoorOptions {
  readonly limits?: Partial<SshLimits>;
  readonly keyType?: Parameters<typeof sshKeyPair>[2];
  /** Instead of running the command. */
  readonly enter?: (client: Client) => Promise<void>;
}

export async function openTestDoor({ limits, keyType, enter = runCommand }: DoorOptions = {}): Promise<TestDoor> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-door-'));
  const key = sshKeyPair(folder, 'id', keyType);
  const clients: Client[] = [];
  const refusals: Refusal[] = [];
  const house: House = {
    identities: createStaticKeys([{ identity: coder, keys: [key.publicKey] }]),
    async enter(client) {
      clients.push(client);
      await enter(client);
    },
    disconnected: () => {},
    refused: (refusal) => void refusals.push(refusal),
  };
  const front = createSshFront({
    listen: { host: '127.0.0.1', port: 0 },
    hostKeyFile: join(folder, 'host_key'),
    limits: { ...defaultLimits, connectionsPerAddress: 1000, ...limits },
    house,
    log: createLog('silent'),
  });
  const port = Number((await front.listen()).split(':').at(-1));
  return {
    front,
    port,
    key,
    folder,
    clients,
    refusals,
    async [Symbol.asyncDispose]() {
      await front.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export const coder: Identity = {
  kind: 'agent',
  name: 'coder',
  owner: 'maria',
  roles: [],
  groups: [],
  targets: ['*'],
  attended: true,
};

/** What sshd would do without a PTY: the command in /bin/sh on three pipes. */
export async function runCommand(client: Client): Promise<void> {
  const { request } = client;
  const args = request.kind === 'exec' ? ['-c', Buffer.from(request.command).toString()] : [];
  const child = spawn('/bin/sh', args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const kill = (signal: string) => child.exitCode ?? child.signalCode ?? process.kill(-child.pid!, signal);
  client.gone.addEventListener('abort', () => kill('SIGKILL'), { once: true });
  client.onSignal((name) => kill(`SIG${name}`));
  child.stdin.on('error', () => client.input.destroy());
  client.input.pipe(child.stdin);
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (status, signal) => resolve([status, signal])),
  );
  await Promise.all([forward(child, 'stdout', client), forward(child, 'stderr', client)]);
  const [status, signal] = await ended;
  await client.exit({ status: status ?? 255, signal: signal?.slice(3) ?? null });
}

async function forward(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  stream: OutputStream,
  client: Client,
): Promise<void> {
  for await (const bytes of child[stream]) await client.write(stream, bytes as Buffer);
}
