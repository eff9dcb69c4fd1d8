// One session channel: terminal, signals, several at once, and clients that do not behave.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../src/fronts/front.ts';
import { openTestDoor, type TestDoor } from '../../../support/fake-house.ts';
import { connectOddClient, string, uint32 } from '../../../support/odd-client.ts';
import { spawnSsh, ssh, sshArguments } from '../../../support/ssh-client.ts';
import { until } from '../../../support/wait.ts';

let door: TestDoor;
const call = (...args: string[]) => ({ port: door.port, key: door.key, login: 'local', args });
const lastClient = (of: TestDoor = door): Client => of.clients.at(-1)!;

beforeAll(async () => {
  door = await openTestDoor();
});
afterAll(() => door[Symbol.asyncDispose]());

describe('a terminal', () => {
  it('is null unless the client asks for one', async () => {
    await ssh(call('true'));
    expect(lastClient().terminal).toBeNull();
  });

  it('without a size has 80 columns and 24 rows', async () => {
    await ssh({ ...call('true'), options: ['-tt'], environment: { TERM: 'xterm-256color' } });
    expect(lastClient().terminal).toEqual({ type: 'xterm-256color', cols: 80, rows: 24 });
  });

  it.each([
    [120, 40, { cols: 120, rows: 40 }],
    [4_000_000_000, 501, { cols: 1000, rows: 500 }],
    [1, 1, { cols: 1, rows: 1 }],
  ])('of %i × %i is brought into bounds, also when it changes', async (cols, rows, given) => {
    await using client = await connectOddClient(door);
    const channel = await client.exec('read line', { cols, rows, term: 'vt100' });
    expect(lastClient().terminal).toEqual({ type: 'vt100', ...given });
    const sizes: unknown[] = [];
    const data = Buffer.concat([uint32(cols), uint32(rows), uint32(0), uint32(0)]);
    expect(await client.request(channel, 'window-change', data)).toBe('success');
    lastClient().onResize((size) => sizes.push(size));
    expect(sizes).toEqual([given]);
  });

  it('of a type that could be anything else is an xterm', async () => {
    await using client = await connectOddClient(door);
    await client.exec('true', { cols: 80, rows: 24, term: '../../x\x1b' });
    expect(lastClient().terminal?.type).toBe('xterm');
  });
});

describe('a channel', () => {
  it('delivers a signal after the end of the input, and ends by it', async () => {
    await using client = await connectOddClient(door);
    const channel = await client.exec('echo ready; sleep 60');
    channel.end();
    await new Promise((resolve) => channel.once('data', resolve));
    const ended = new Promise((resolve) => channel.once('exit', (...how: unknown[]) => resolve(how.slice(0, 2))));
    expect(await client.request(channel, 'signal', string('TERM'))).toBe('success');
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('refuses a signal that RFC 4254 does not name', async () => {
    await using client = await connectOddClient(door);
    const channel = await client.exec('read line; exit 7');
    const ended = new Promise((resolve) => channel.once('exit', resolve));
    expect(await client.request(channel, 'signal', string('STOP'))).toBe('failure');
    channel.end('\n');
    expect(await ended).toBe(7);
  });

  it('runs one program: a second exec or shell fails, the first goes on', async () => {
    await using client = await connectOddClient(door);
    const channel = await client.exec('read line; echo "got $line"; exit 3');
    const before = door.clients.length;
    expect(await client.request(channel, 'exec', string('echo second'))).toBe('failure');
    expect(await client.request(channel, 'shell')).toBe('failure');
    expect(await client.request(channel, 'subsystem', string('sftp'))).toBe('failure');
    expect(await client.request(channel, 'env', Buffer.concat([string('LANG'), string('C.UTF-8')]))).toBe('failure');
    expect(await client.request(channel, 'winadj@putty.projects.tartarus.org')).toBe('failure');
    channel.end('line\n');
    expect(await text(channel)).toBe('got line\n');
    expect(door.clients.length).toBe(before);
  });

  it('hands over the bytes of a command that is not UTF-8 as they are', async () => {
    await using client = await connectOddClient(door);
    const channel = await client.openSession();
    await client.request(channel, 'exec', string(Buffer.from('true \xff\xfe', 'latin1')));
    const { request } = lastClient();
    expect(request.kind === 'exec' && Buffer.from(request.command).toString('latin1')).toBe('true \xff\xfe');
  });

  it('closed before its program started is answered and forgotten', async () => {
    await using single = await openTestDoor({ limits: { sessionsPerIdentity: 1 } });
    await using client = await connectOddClient(single);
    for (let round = 0; round < 3; round++) {
      const channel = await client.openSession();
      const closed = new Promise((resolve) => channel.once('close', resolve));
      channel.resume().close();
      await closed;
    }
    expect(await text(await client.exec('echo free'))).toBe('free\n');
  });

  it('that sends beyond its window loses the connection, and the door stands', async () => {
    const enter = (client: Client) =>
      new Promise<void>((resolve) => client.gone.addEventListener('abort', () => resolve(), { once: true }));
    await using stalled = await openTestDoor({ enter, limits: { sessionsPerIdentity: 3 } });
    await using client = await connectOddClient(stalled);
    const channel = await client.exec('anything');
    const bytes = Buffer.alloc(32 * 1024);
    for (let sent = 0; sent < 128; sent++) client.push(channel, bytes);
    // In the same breath: sessions that must neither run nor stay counted.
    for (let more = 0; more < 3; more++) client.openSession().catch(() => undefined);
    await until(() => lastClient(stalled).gone.aborted);
    await using next = await connectOddClient(stalled);
    await Promise.all([next.openSession(), next.openSession(), next.openSession()]);
  });

  it('answers the signs of life a client asks for', async () => {
    await using client = await connectOddClient(door, { keepaliveInterval: 100, keepaliveCountMax: 1 });
    expect(await text(await client.exec('sleep 0.6; echo done'))).toBe('done\n');
  });

  it('is gone when its client gives no sign of life', async () => {
    await using attentive = await openTestDoor({ limits: { keepaliveSeconds: 0.1 } });
    const child = spawnSsh({ ...call('cat'), port: attentive.port, key: attentive.key });
    await until(() => attentive.clients.length === 1);
    child.kill('SIGSTOP');
    await until(() => attentive.clients[0]!.gone.aborted);
    child.kill('SIGKILL');
  });

  it('with packets too small to carry anything is not opened', async () => {
    await using client = await connectOddClient(door);
    await expect(client.openSession(0)).rejects.toThrow('the maximum packet size is too small');
  });
});

describe('several sessions', () => {
  it('share one connection (ControlMaster) and its identifier', async () => {
    const control = join(door.folder, 'control');
    const master = spawnSsh({ ...call(), options: ['-M', '-N', '-S', control] });
    await until(() => isMasterReady(control));
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        ssh({ ...call(`echo ${index}; exit ${index}`), options: ['-S', control] }),
      ),
    );
    expect(results.map(({ stdout, status }) => [stdout.toString(), status])).toEqual(
      results.map((_, index) => [`${index}\n`, index]),
    );
    expect(new Set(door.clients.slice(-8).map(({ connection }) => connection)).size).toBe(1);
    master.kill();
  });

  function isMasterReady(control: string): boolean {
    try {
      execFileSync('ssh', sshArguments({ ...call(), options: ['-S', control, '-O', 'check'] }), { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }
});
