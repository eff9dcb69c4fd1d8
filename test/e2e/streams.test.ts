// Bytes pass whole: large input, both outputs at once under a slow reader, stderr apart, no end of input.
import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { ssh } from '../support/ssh-client.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

it('takes 50 MB of random bytes through wc -c and through cat, byte for byte', async () => {
  const broker = await startBroker();
  const input = randomBytes(50_000_000);
  const counted = await ssh({ ...broker.as('coder'), args: ['wc -c'], input });
  expect(counted.stdout.toString().trim()).toBe('50000000');
  const copied = await ssh({ ...broker.as('coder'), args: ['cat'], input });
  expect(copied.stdout.length).toBe(input.length);
  expect(sha256(copied.stdout)).toBe(sha256(input));
  const finished = broker.events().filter((event) => event.type === 'finished');
  expect(finished[1]?.data.stdin).toEqual({ bytes: input.length, sha256: sha256(input) });
  expect(finished[1]?.data.stdout).toEqual({ bytes: input.length, sha256: sha256(input) });
});

it('loses nothing of 20 MB on each output at once while the client reads slowly', async () => {
  const broker = await startBroker();
  const command = 'for i in 1 2; do head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2; done; exit 3';
  const result = await ssh({ ...broker.as('coder'), args: [command], slow: 3 });
  expect([result.stdout.length, result.stderr.length, result.status]).toEqual([20_000_000, 20_000_000, 3]);
});

it('loses nothing when both outputs are written at the same time', async () => {
  const broker = await startBroker();
  const command = 'head -c 20000000 /dev/zero & head -c 20000000 /dev/zero >&2; wait';
  const result = await ssh({ ...broker.as('coder'), args: [command], slow: 3 });
  expect([result.stdout.length, result.stderr.length, result.status]).toEqual([20_000_000, 20_000_000, 0]);
});

it('gives end-of-file to a command whose input is empty', async () => {
  const broker = await startBroker();
  const result = await ssh({ ...broker.as('coder'), args: ['cat; echo done'] });
  expect(result.stdout.toString()).toBe('done\n');
});

it('keeps the output open after the client has closed its input', async () => {
  const broker = await startBroker();
  const result = await ssh({ ...broker.as('coder'), args: ['cat >/dev/null; sleep 0.3; echo after'], input: 'x' });
  expect(result.stdout.toString()).toBe('after\n');
});
