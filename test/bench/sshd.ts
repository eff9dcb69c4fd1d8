// OpenSSH's own server beside the broker: same machine, same run, same unprivileged user.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SshCall, type SshKey, sshKeyPair } from '../support/ssh-client.ts';

export interface Sshd extends AsyncDisposable {
  readonly pid: number;
  readonly call: Pick<SshCall, 'port' | 'key' | 'login'>;
}

export async function startSshd(user: string): Promise<Sshd> {
  // Without PAM sshd refuses an account whose password is locked (`!`), but not one that has none (`*`).
  execFileSync('usermod', ['-p', '*', user]);
  const dir = mkdtempSync(join(tmpdir(), 'ostiary-sshd-'));
  chmodSync(dir, 0o755);
  const key: SshKey = sshKeyPair(dir, 'client');
  const host = sshKeyPair(dir, 'host');
  const port = await freePort();
  writeFileSync(join(dir, 'authorized_keys'), `${key.publicKey}\n`, { mode: 0o644 });
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const settings = [
    ...[`Port=${port}`, 'ListenAddress=127.0.0.1', `HostKey=${host.file}`, `AuthorizedKeysFile=${dir}/authorized_keys`],
    ...['StrictModes=no', 'UsePAM=no', 'PasswordAuthentication=no', 'PrintMotd=no', 'PidFile=none', 'MaxStartups=500'],
    ...['PrintLastLog=no', 'MaxSessions=500'],
  ];
  const child: ChildProcess = spawn(
    '/usr/sbin/sshd',
    ['-D', '-e', '-f', '/dev/null', ...settings.flatMap((s) => ['-o', s])],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await listening(port);
  return {
    pid: child.pid ?? 0,
    call: { port, key, login: user },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('sshd did not start');
}
