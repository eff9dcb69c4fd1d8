// What one client, address and identity may take of the door.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openTestDoor, type TestDoor } from '../../../support/fake-house.ts';
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

  it('survives five hundred connections of noise before any login, in flat memory', { timeout: 60_000 }, async () => {
    await using door = await openTestDoor();
    let seed = 20261121;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % below;
    };
    const noise = (length: number) => Buffer.from(Array.from({ length }, () => random(256)));
    const exchange = readKexInit();
    const shoot = async (index: number) => {
      const packet = Buffer.from(exchange);
      if (index % 3 === 1) for (let hit = 0; hit < 8; hit++) packet[random(packet.length)] = random(256);
      const start = index % 5 === 4 ? noise(40) : Buffer.from('SSH-2.0-Noise\r\n');
      await talk(
        door.port,
        Buffer.concat([start, index % 3 === 2 ? noise(random(2000)) : packet, noise(random(300))]),
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
