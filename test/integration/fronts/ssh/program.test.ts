// Programs through the door with the stock ssh client: streams, statuses, half-close, back-pressure.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDoor, runCommand, type TestDoor } from '../../../support/fake-house.ts';
import { spawnSsh, ssh } from '../../../support/ssh-client.ts';

let door: TestDoor;
const call = (...args: string[]) => ({ port: door.port, key: door.key, login: 'local', args });
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  door = await openTestDoor();
});
afterAll(() => door[Symbol.asyncDispose]());

describe('a program behind the door', () => {
  it.each([0, 1, 77, 130, 255])('ends with its own exit status %i', async (status) => {
    expect((await ssh(call(`exit ${status}`))).status).toBe(status);
  });

  it('ends by its own signal', async () => {
    const { status } = await ssh(call('kill -TERM $$'));
    expect(status).toBe(255);
  });

  it('keeps stdout and stderr apart', async () => {
    const { stdout, stderr, status } = await ssh(call('echo out; echo err >&2; exit 3'));
    expect({ stdout: stdout.toString(), stderr: stderr.toString(), status }).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      status: 3,
    });
  });

  it('gets 20 MB of stdin byte-exact, sees its end, and sends them back', async () => {
    const input = randomBytes(20_000_000);
    const { stdout, status } = await ssh({ ...call('cat'), input });
    expect({ bytes: stdout.length, sha256: digest(stdout), status }).toEqual({
      bytes: input.length,
      sha256: digest(input),
      status: 0,
    });
  });

  it('loses nothing when both streams fill the window of a slow reader', { timeout: 120_000 }, async () => {
    const script =
      'for i in 1 2; do head -c 9000000 /dev/zero; head -c 9000000 /dev/zero | tr "\\0" e >&2; done; exit 3';
    const { stdout, stderr, status } = await ssh({ ...call(script), slow: 3 });
    const foreign = {
      stdout: stdout.findIndex((byte) => byte !== 0),
      stderr: stderr.findIndex((byte) => byte !== 101),
    };
    expect({ stdout: stdout.length, stderr: stderr.length, status, foreign }).toEqual({
      stdout: 18_000_000,
      stderr: 18_000_000,
      status: 3,
      foreign: { stdout: -1, stderr: -1 },
    });
  });

  it('loses nothing when both streams are written at once', { timeout: 120_000 }, async () => {
    const script = 'head -c 20000000 /dev/zero >&2 & head -c 20000000 /dev/zero; wait; exit 4';
    const { stdout, stderr, status } = await ssh({ ...call(script), slow: 1 });
    expect({ stdout: stdout.length, stderr: stderr.length, status }).toEqual({
      stdout: 20_000_000,
      stderr: 20_000_000,
      status: 4,
    });
  });

  it('is told the OSTIARY variables and LANG, and nothing else of the environment', async () => {
    await ssh({
      ...call('true'),
      options: ['-o', 'SendEnv=*'],
      environment: {
        LANG: 'en_US.UTF-8',
        LC_ALL: 'zh_CN.GBK',
        LD_PRELOAD: '/nowhere',
        OSTIARY_NONCE: 'n-1',
        OSTIARY_REASON: 'the disk is full – märz',
        OSTIARY_WAIT: '120',
        OSTIARY_OTHER: 'x',
      },
    });
    const client = door.clients.at(-1);
    expect(client?.environment).toEqual({ LANG: 'en_US.UTF-8' });
    expect([client?.nonce, client?.reason, client?.wait]).toEqual(['n-1', 'the disk is full – märz', 120]);
    expect(client?.target).toBe('local');
    expect(client?.identity.name).toBe('coder');
  });

  it('gets a command as the bytes the client sent', async () => {
    const { stdout } = await ssh(call("printf '%s' 'ü €' | od -An -tx1"));
    expect(stdout.toString().trim()).toBe('c3 bc 20 e2 82 ac');
    const { request } = door.clients.at(-1)!;
    expect(request.kind === 'exec' && Buffer.from(request.command).toString()).toBe("printf '%s' 'ü €' | od -An -tx1");
  });

  it('reads a script on stdin when a shell is asked for', async () => {
    const { stdout, status } = await ssh({ ...call(), options: ['-T'], input: 'echo one\necho two\nexit 5\n' });
    expect([stdout.toString(), status]).toEqual(['one\ntwo\n', 5]);
  });
});

describe('a client', () => {
  it('that leaves in the middle of the output ends only its own session', async () => {
    const child = spawnSsh(call('cat /dev/zero'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    const { gone } = door.clients.at(-1)!;
    if (!gone.aborted) await new Promise((resolve) => gone.addEventListener('abort', resolve, { once: true }));
    expect((await ssh(call('echo alive'))).stdout.toString()).toBe('alive\n');
  });

  it('that closes stdin at once is answered, even when reading begins late', async () => {
    await using late = await openTestDoor({
      async enter(client) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        await runCommand(client);
      },
    });
    const at = { port: late.port, key: late.key, login: 'local' };
    expect((await ssh({ ...at, args: ['cat; echo done'] })).stdout.toString()).toBe('done\n');
    const { stdout } = await ssh({ ...at, args: ['wc -c'], input: randomBytes(1_000_000) });
    expect(stdout.toString().trim()).toBe('1000000');
  });
});
