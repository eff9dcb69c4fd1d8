// Who has no place here any more, at the SSH door.
import { expect, it } from 'vitest';
import type { Client } from '../../../../src/fronts/front.ts';
import { openTestDoor } from '../../../support/fake-house.ts';
import { connectOddClient } from '../../../support/odd-client.ts';

const closed = (client: Awaited<ReturnType<typeof connectOddClient>>) =>
  new Promise<void>((resolve) => client.connection.once('close', () => resolve()));

it('a connection without a session ends at once, others stay', async () => {
  await using door = await openTestDoor();
  await using client = await connectOddClient(door);
  const asked: unknown[] = [];
  door.front.dismiss((resident) => {
    asked.push(resident);
    return null;
  });
  expect(asked).toEqual([{ name: 'coder', fingerprint: expect.stringMatching(/^SHA256:/), target: 'local' }]);
  const ended = closed(client);
  door.front.dismiss(() => 'the key was removed');
  await ended;
});

it('a session hears why and may tell it; a channel that waits to begin begins as one that is dismissed', async () => {
  const inside: Client[] = [];
  await using door = await openTestDoor({
    async enter(client) {
      inside.push(client);
      if (!client.dismissed.aborted) {
        await new Promise((resolve) => client.dismissed.addEventListener('abort', resolve));
      }
      await client.write('stderr', Buffer.from(`${client.dismissed.reason}\n`));
      await client.exit({ status: 77, signal: null });
    },
  });
  await using client = await connectOddClient(door);
  const running = await client.exec('anything');
  const early = await client.openSession();
  const told: string[] = [];
  running.stderr.on('data', (text: Buffer) => told.push(text.toString()));
  const left = new Promise<number>((resolve) => running.on('exit', resolve));
  const ended = closed(client);
  door.front.dismiss(() => 'the identity was removed');
  await expect(client.openSession()).rejects.toThrow();
  const exec = Buffer.from('\0\0\0\x02ls', 'latin1');
  await client.request(early, 'exec', exec).catch(() => 'failure');
  expect(await left).toBe(77);
  expect(told.join('')).toBe('the identity was removed\n');
  await ended;
  expect(inside.every(({ dismissed }) => dismissed.aborted)).toBe(true);
  expect(inside).toHaveLength(2);
});
