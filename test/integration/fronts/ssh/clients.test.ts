// Other clients than OpenSSH, and what a stalled one may cost.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../src/identity/identity.ts';
import { openTestDoor, type TestDoor } from '../../../support/fake-house.ts';
import { needProgram } from '../../../support/programs.ts';
import { spawnSsh, ssh } from '../../../support/ssh-client.ts';
import { until } from '../../../support/wait.ts';

let door: TestDoor;

beforeAll(async () => {
  door = await openTestDoor();
});
afterAll(() => door[Symbol.asyncDispose]());

describe('dbclient', () => {
  it('gets every byte and the status', async (context) => {
    const program = needProgram(context, 'dbclient');
    const file = join(door.folder, 'id_dropbear');
    execFileSync('dropbearconvert', ['openssh', 'dropbear', door.key.file, file], { stdio: 'ignore' });
    const command = 'head -c 3000000 /dev/zero; echo err >&2; exit 9';
    const args = ['-y', '-y', '-i', file, '-p', String(door.port), 'local@127.0.0.1', command];
    expect(await run(program, args)).toEqual({ bytes: 3_000_000, status: 9 });
  });
});

describe('plink, whose window is 2 GiB,', () => {
  const args = (...command: string[]) => {
    const hostKey = Buffer.from(door.front.hostKey.split(' ')[1]!, 'base64');
    return [
      ...['-batch', '-ssh', '-noagent', '-hostkey', fingerprintOf(hostKey), '-i', join(door.folder, 'id.ppk')],
      ...['-P', String(door.port), 'local@127.0.0.1', ...command],
    ];
  };

  it('gets every byte and the status', async (context) => {
    const program = needProgram(context, 'plink');
    execFileSync('puttygen', [door.key.file, '-o', join(door.folder, 'id.ppk')]);
    expect(await run(program, args('head -c 30000000 /dev/zero; exit 9'))).toEqual({ bytes: 30_000_000, status: 9 });
  });

  it('does not fill the memory of the door when it stops reading', async (context) => {
    const program = needProgram(context, 'plink');
    execFileSync('puttygen', [door.key.file, '-o', join(door.folder, 'id.ppk')]);
    const child = spawn(program, args('cat /dev/zero'), { stdio: ['ignore', 'pipe', 'ignore'], env: clean() });
    await new Promise((resolve) => child.stdout.once('readable', resolve));
    const before = process.memoryUsage.rss();
    await sleep(1500);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
    child.kill('SIGKILL');
    await until(() => door.clients.at(-1)!.gone.aborted);
  });
});

describe('a client that stops reading', () => {
  it('costs a bounded amount of memory', async () => {
    const child = spawnSsh({ port: door.port, key: door.key, login: 'local', args: ['cat /dev/zero'] });
    await new Promise((resolve) => child.stdout.once('readable', resolve));
    const before = process.memoryUsage.rss();
    await sleep(1000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
    child.kill('SIGKILL');
    await until(() => door.clients.at(-1)!.gone.aborted);
  });
});

describe('a client that renews its keys', () => {
  it('gets and sends every byte', async () => {
    const input = Buffer.alloc(8_000_000, 'x');
    const { stdout } = await ssh({
      ...{ port: door.port, key: door.key, login: 'local', args: ['cat'] },
      options: ['-o', 'RekeyLimit=1M'],
      input,
    });
    expect(stdout.equals(input)).toBe(true);
  });
});

describe('the door', () => {
  it('renews the keys by itself while both sides send, and loses nothing', async () => {
    await using restless = await openTestDoor({ limits: { rekeySeconds: 0.05 } });
    const input = randomBytes(30_000_000);
    const { stdout, stderr } = await ssh({
      ...{ port: restless.port, key: restless.key, login: 'local', args: ['cat'] },
      options: ['-vvv'],
      input,
    });
    expect(stdout.equals(input)).toBe(true);
    expect(stderr.toString().split('rekeying in progress').length).toBeGreaterThan(1);
  });
});

async function run(program: string, args: string[]): Promise<{ bytes: number; status: unknown }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], env: clean() });
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { bytes, status };
}

function clean() {
  return { PATH: process.env.PATH, HOME: door.folder };
}
