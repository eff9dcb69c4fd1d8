// A few thousand strangers that do not speak SSH, or speak it badly: the broker stays, its memory too.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { residentBytes } from '../support/processes.ts';
import { ssh } from '../support/ssh-client.ts';

const greeting = Buffer.from('SSH-2.0-Mallory_1.0\r\n');

/** A plausible KEXINIT packet with bytes changed here and there (RFC 4253 §6, §7.1). */
function mutatedKexInit(seed: number): Buffer {
  const lists = [
    'curve25519-sha256',
    'ssh-ed25519',
    'aes128-ctr',
    'aes128-ctr',
    'hmac-sha2-256',
    'hmac-sha2-256',
    'none',
    'none',
    '',
    '',
  ];
  const fields = lists.map((list) => Buffer.concat([uint32(list.length), Buffer.from(list)]));
  const payload = Buffer.concat([Buffer.from([20]), randomBytes(16), ...fields, Buffer.alloc(5)]);
  const padding = 8 - ((payload.length + 5) % 8) + 4;
  const packet = Buffer.concat([
    uint32(payload.length + padding + 1),
    Buffer.from([padding]),
    payload,
    Buffer.alloc(padding),
  ]);
  for (let index = 0; index < seed % 7; index += 1) packet[(seed * 31 + index * 17) % packet.length] = seed & 0xff;
  return packet;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function attack(port: number, seed: number): Promise<void> {
  const attacks = [
    () => randomBytes(seed % 3000),
    () => Buffer.concat([greeting, randomBytes(seed % 2000)]),
    () => Buffer.concat([greeting, mutatedKexInit(seed)]),
    () => Buffer.concat([greeting, mutatedKexInit(0), mutatedKexInit(seed)]),
    () => Buffer.concat([greeting, uint32(0xffff_ffff), randomBytes(64)]),
    () => Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    () => Buffer.alloc(0),
  ];
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(attacks[seed % attacks.length]?.() ?? '');
      setTimeout(() => socket.destroy(), 10 + (seed % 20));
    });
    socket.on('error', () => undefined);
    socket.resume();
    socket.on('close', () => resolve());
  });
}

it('outlives 3,000 malformed connections with its memory flat', async () => {
  const broker = await startBroker({ config: 'limits: { connectionsPerAddress: 64 }\n' });
  const wave = async (from: number, count: number) => {
    for (let seed = from; seed < from + count; seed += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => attack(broker.port, seed + index)));
    }
  };
  await wave(0, 1000);
  const before = residentBytes(broker.pid);
  await wave(1000, 2000);
  expect(residentBytes(broker.pid) - before).toBeLessThan(60_000_000);
  const result = await ssh({ ...broker.as('coder'), args: ['echo alive'] });
  expect(result.stdout.toString()).toBe('alive\n');
});
