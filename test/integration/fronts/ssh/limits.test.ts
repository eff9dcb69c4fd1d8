// What one client, address and identity may take of the door.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../support/fake-house.ts';
import { connectOddClient, string, uint32 } from '../../../support/odd-client.ts';
import { holdConnection, talk } from '../../../support/raw-socket.ts';
import { ssh } from '../../../support/ssh-client.ts';
import { until } from '../../../support/wait.ts';

const reasons = ({ refusals }: TestDoor) => refusals.map(({ reason }) => reason);
const greeting = 'SSH-2.0-Ostiary\r\n';

describe('the door', () => {
  it('ends a connection that proves no key in time', async () => {
    await using door = await openTestDoor({ limits: { loginSeconds: 0.2 } });
    expect(await talk(door.port)).toEqual({ text: greeting, closed: true });
    expect(reasons(door)).toEqual(['no key was proved in time']);
  });

  it('lets a session that has proved its key outlast that time', async () => {
    await using door = await openTestDoor({ limits: { loginSeconds: 1 } });
    const { stdout } = await ssh({ port: door.port, key: door.key, login: 'local', args: ['sleep 1.5; echo done'] });
    expect(stdout.toString()).toBe('done\n');
  });

  it('refuses a connection too many from one address, and takes the next when one has left', async () => {
    await using door = await openTestDoor({ limits: { connectionsPerAddress: 2 } });
    const first = await holdConnection(door.port);
    const second = await holdConnection(door.port);
    expect(await talk(door.port)).toEqual({ text: '', closed: true });
    expect(reasons(door)).toEqual(['too many connections from this address']);
    first.destroy();
    await until(async () => (await talk(door.port, 'no ssh\r\n')).text.startsWith(greeting));
    second.destroy();
  });

  it('refuses a connection when too many have not proved a key', async () => {
    await using door = await openTestDoor({ limits: { unauthenticated: 1 } });
    const first = await holdConnection(door.port);
    expect(await talk(door.port)).toEqual({ text: '', closed: true });
    expect(reasons(door)).toEqual(['too many connections wait to prove a key']);
    first.destroy();
  });

  it('refuses a session too many of one identity, over all its connections', async () => {
    await using door = await openTestDoor({ limits: { sessionsPerIdentity: 1 } });
    const at = { port: door.port, key: door.key, login: 'local' };
    const first = ssh({ ...at, args: ['sleep 1; echo first'] });
    await until(() => door.clients.length === 1);
    const second = await ssh({ ...at, args: ['echo second'], options: ['-o', 'LogLevel=INFO'] });
    expect([second.status, second.stdout.toString()]).toEqual([255, '']);
    expect(second.stderr.toString()).toContain('ostiary: coder has 1 sessions open, no more are allowed');
    expect((await first).stdout.toString()).toBe('first\n');
    await until(async () => (await ssh({ ...at, args: ['echo third'] })).stdout.toString() === 'third\n');
  });

  it('drops an environment that is too large, with one event', async () => {
    await using door = await openTestDoor();
    const names = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`VAR_${index}`, 'x'.repeat(100)]));
    const { stdout } = await ssh({
      ...{ port: door.port, key: door.key, login: 'local', args: ['echo in'] },
      options: ['-o', 'SendEnv=VAR_*'],
      environment: names,
    });
    expect(stdout.toString()).toBe('in\n');
    expect(reasons(door)).toEqual(['the environment is too large']);
  });

  it('survives any payload a known client may send while output flows', { timeout: 60_000 }, async () => {
    await using door = await openTestDoor();
    const random = createRandom(20261122);
    for (let round = 0; round < 40; round++) {
      const client = await connectOddClient(door);
      const channel = await client.exec('cat /dev/zero');
      await new Promise((resolve) => channel.once('readable', resolve));
      for (let sent = 0; sent < 50; sent++) {
        // Messages of the transport (1–21), authentication (50–61) and connection (80–100) protocols, half of them for
        // the open channel 0, with a known request name now and then.
        const known = ['exec', 'pty-req', 'env', 'signal', 'window-change', 'tcpip-forward', 'session', 'subsystem'];
        const type = [1 + random(21), 50 + random(12), 80 + random(21), 98, 98, 90][random(6)]!;
        const channelId = random(2) === 0 ? uint32(0) : noise(random, 4);
        const name = random(2) === 0 ? string(known[random(known.length)]!) : noise(random, random(12));
        client.send(
          Buffer.concat([Buffer.from([type]), type === 90 ? name : channelId, name, noise(random, random(60))]),
        );
      }
      await client[Symbol.asyncDispose]();
    }
    await until(() => door.clients.every(({ gone }) => gone.aborted));
    const { stdout } = await ssh({ port: door.port, key: door.key, login: 'local', args: ['echo alive'] });
    expect(stdout.toString()).toBe('alive\n');
  });

  it('survives five hundred connections of noise before any login, in flat memory', { timeout: 60_000 }, async () => {
    await using door = await openTestDoor();
    const random = createRandom(20261121);
    const exchange = readKexInit();
    const shoot = async (index: number) => {
      const packet = Buffer.from(exchange);
      if (index % 3 === 1) for (let hit = 0; hit < 8; hit++) packet[random(packet.length)] = random(256);
      const start = index % 5 === 4 ? noise(random, 40) : Buffer.from('SSH-2.0-Noise\r\n');
      await talk(
        door.port,
        Buffer.concat([start, index % 3 === 2 ? noise(random, random(2000)) : packet, noise(random, random(300))]),
        300,
      );
    };
    const run = async (from: number, to: number) => {
      for (let index = from; index < to; index += 20) {
        await Promise.all(Array.from({ length: 20 }, (_, offset) => shoot(index + offset)));
      }
    };
    await run(0, 100);
    const before = residentBytes();
    await run(100, 600);
    expect(residentBytes() - before).toBeLessThan(60_000_000);
    const { stdout } = await ssh({ port: door.port, key: door.key, login: 'local', args: ['echo alive'] });
    expect(stdout.toString()).toBe('alive\n');
  });
});

/** A linear congruential generator (Numerical Recipes): the same noise in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };
}

function noise(random: (below: number) => number, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random(256)));
}

function residentBytes(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}

/** A well-formed SSH_MSG_KEXINIT packet (RFC 4253 §6, §7.1) that offers what the door offers. */
function readKexInit(): Buffer {
  const list = (...names: string[]) => {
    const text = Buffer.from(names.join(','));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return Buffer.concat([length, text]);
  };
  const cipher = list('aes128-gcm@openssh.com');
  const mac = list('hmac-sha2-256-etm@openssh.com');
  const payload = Buffer.concat([
    ...[Buffer.from([20]), Buffer.alloc(16, 7), list('curve25519-sha256'), list('ssh-ed25519')],
    ...[cipher, cipher, mac, mac, list('none'), list('none'), list(), list(), Buffer.alloc(5)],
  ]);
  const padding = 8 - ((payload.length + 5) % 8) + 8;
  const header = Buffer.alloc(5);
  header.writeUInt32BE(payload.length + padding + 1);
  header[4] = padding;
  return Buffer.concat([header, payload, Buffer.alloc(padding)]);
}
