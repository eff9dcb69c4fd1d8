// The door beside OpenSSH's sshd: connecting, throughput, echo and memory.
import { spawn as spawnProcess } from 'node:child_process';
import { chmodSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node-pty';
import ssh2 from 'ssh2';
import { type BrokerOptions, sessionUser, spawnBrokerProcess } from '../support/broker-process.ts';
import { residentBytes } from '../support/processes.ts';
import { type SshCall, sshArguments } from '../support/ssh-client.ts';
import { compare, median, printTable } from './measure.ts';
import { printShares } from './shares.ts';
import { type Sshd, startSshd } from './sshd.ts';

type Place = Pick<SshCall, 'port' | 'key' | 'login'>;

const megabytes = 134;

const manyClients =
  'limits: { connectionsPerAddress: 500, sessionsPerIdentity: 500 }\nrecordings: { maxSession: 100GiB, maxIdentityHour: 1TiB }\n';

export async function benchDoor(): Promise<void> {
  if (sessionUser === null) {
    console.log('door: skipped, it needs root (sshd and broker run as another user)');
    return;
  }
  await using broker = await spawnBrokerProcess({ config: manyClients });
  await using sshd = await startSshd(sessionUser);
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-bench-'));
  const files = { masked: join(folder, 'masked'), plain: join(folder, 'plain') };
  writeFileSync(files.masked, logLines(megabytes * 1_000_000), { mode: 0o644 });
  linkSync(files.masked, files.plain);
  chmodSync(folder, 0o755);
  const options = { config: manyClients, policy: openPolicy(files) };
  try {
    const door = broker.as('coder');
    await benchConnect(sshd.call, door);
    await benchThroughput(sshd.call, options, files);
    for (const [title, flags] of modes) {
      await printShares(title, options, async (profiled) => {
        await runToEnd(profiled.as('coder'), flags, `cat ${files.masked}`);
      });
    }
    await benchEcho(sshd.call, door);
    await benchMemory(sshd);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Files {
  readonly masked: string;
  readonly plain: string;
}

/** One file leaves as every output does, the same bytes under another name as they are. */
const openPolicy = ({ masked, plain }: Files) => `version: 1
rules:
  - { id: usual, allow: { run: "cat ${masked}" } }
  - { id: plain, allow: { run: "cat ${plain}" }, redact: off }
`;

const modes = [
  ['cat without PTY', [], 'recorded ≥ 0.35, redacted ≥ 0.25'],
  ['cat with a PTY', ['-tt'], 'recorded ≥ 0.7, redacted ≥ 0.6'],
] as const;

/** Text like a build log: what agents really read. */
function logLines(bytes: number): Buffer {
  const line =
    '2026-11-21T22:10:04.123Z info  compiled src/session/session.ts in 12 ms, 3 warnings, 0 errors (cached)\n';
  return Buffer.alloc(bytes, line);
}

async function benchConnect(sshd: Place, door: Place): Promise<void> {
  const once = (place: Place) => async () => {
    const began = performance.now();
    await runToEnd(place, [], 'true');
    return performance.now() - began;
  };
  await compare(
    {
      title: 'connect + true',
      unit: 'ms',
      larger: false,
      goal: '≤ 1.0',
      contestants: [
        { name: 'sshd', measure: once(sshd) },
        { name: 'ostiary, recorded', measure: once(door) },
      ],
    },
    15,
  );
}

async function benchThroughput(sshd: Place, options: BrokerOptions, { masked, plain }: Files): Promise<void> {
  await using broker = await spawnBrokerProcess(options);
  const door = broker.as('coder');
  for (const [title, flags, goal] of modes) {
    const rate = (place: Place, file: string) => async () => {
      const began = performance.now();
      const bytes = await runToEnd(place, flags, `cat ${file}`);
      return bytes / 1000 / (performance.now() - began);
    };
    await compare(
      {
        title,
        unit: 'MB/s',
        larger: true,
        goal,
        contestants: [
          { name: 'sshd', measure: rate(sshd, masked) },
          { name: 'ostiary, recorded', measure: rate(door, plain) },
          { name: 'ostiary, redacted + recorded', measure: rate(door, masked) },
        ],
      },
      5,
    );
  }
}

/** Runs ssh to its end and returns how many bytes came out. */
function runToEnd(place: Place, options: readonly string[], command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const args = sshArguments({
      ...place,
      options: [...options, '-o', 'Ciphers=aes128-gcm@openssh.com'],
      args: [command],
    });
    const child = spawnProcess('ssh', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    child.on('close', (status) => (status === 0 ? resolve(bytes) : reject(new Error(`ssh ended with ${status}`))));
  });
}

const keys = 300;

/** From a key pressed at the client's terminal to its echo there; at sshd bash's readline echoes, here our editor. */
async function benchEcho(sshd: Place, door: Place): Promise<void> {
  const once = (place: Place) => async () => {
    const pty = spawn('ssh', sshArguments({ ...place, options: ['-tt'] }), { cols: 400, rows: 24, encoding: null });
    let wake = (_: Buffer) => {};
    pty.onData((chunk) => wake(chunk as unknown as Buffer));
    const next = () =>
      new Promise<Buffer>((resolve) => {
        wake = resolve;
      });
    await quiet(next, 1500);
    const times: number[] = [];
    for (let index = 0; index < keys; index += 1) {
      const began = performance.now();
      const echoed = next();
      pty.write('x');
      await echoed;
      times.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    pty.kill('SIGKILL');
    return median(times);
  };
  await compare(
    {
      title: `keystroke echo, p50 of ${keys} keys`,
      unit: 'ms',
      larger: false,
      goal: '≤ 1.5',
      contestants: [
        { name: 'sshd', measure: once(sshd) },
        { name: 'ostiary', measure: once(door) },
      ],
    },
    5,
  );
}

/** Waits until nothing came for so many milliseconds. */
async function quiet(next: () => Promise<unknown>, silence: number): Promise<void> {
  while (
    await Promise.race([next().then(() => true), new Promise<false>((resolve) => setTimeout(resolve, silence, false))])
  ) {
    // Still talking.
  }
}

const sessions = 200;

/** In a broker of its own: one that has carried megabytes has room left from them. */
async function benchMemory(sshd: Sshd): Promise<void> {
  await using broker = await spawnBrokerProcess({ config: manyClients });
  const door = broker.as('coder');
  await openIdle(door, 20).then(closeAll);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const before = residentBytes(broker.pid);
  const clients = await openIdle(door, sessions);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const each = (residentBytes(broker.pid) - before) / sessions / 1000;
  closeAll(clients);

  const others = await openIdle(sshd.call, 20);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const sshdEach = proportionalBytes(sshd.pid) / 20 / 1000;
  closeAll(others);
  console.log(`\nmemory per idle shell session (kB in the server; goal < 300)`);
  printTable([
    ['', 'sessions', 'kB each'],
    ['ostiary (RSS grown)', String(sessions), each.toFixed(0)],
    ['sshd (PSS of its processes)', '20', sshdEach.toFixed(0)],
  ]);
}

/** So many connections, each with an idle shell on a PTY. */
async function openIdle(place: Place, count: number): Promise<ssh2.Client[]> {
  const clients: ssh2.Client[] = [];
  for (let index = 0; index < count; index += 1) clients.push(await openShell(place));
  return clients;
}

function openShell({ port, key, login }: Place): Promise<ssh2.Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.on('ready', () => {
      client.shell({ term: 'xterm', cols: 80, rows: 24 }, (error, channel) => {
        if (error) return reject(error);
        channel.once('data', () => resolve(client));
        return undefined;
      });
    });
    client.connect({ host: '127.0.0.1', port, username: login, privateKey: readFileSync(key.file) });
  });
}

function closeAll(clients: readonly ssh2.Client[]): void {
  for (const client of clients) client.end();
}

/** Proportional set size of the sshd processes below the listener: shared pages count once. */
function proportionalBytes(listener: number): number {
  const parents = new Map<number, number>();
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const parent = /\) \S (\d+)/.exec(readText(`/proc/${pid}/stat`))?.[1];
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  const isBelow = (pid: number): boolean => pid === listener || (pid > 1 && isBelow(parents.get(pid) ?? 0));
  return [...parents.keys()]
    .filter((pid) => pid !== listener && isBelow(pid) && readText(`/proc/${pid}/comm`).startsWith('sshd'))
    .map((pid) => Number(/^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024)
    .reduce((sum, bytes) => sum + bytes, 0);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
