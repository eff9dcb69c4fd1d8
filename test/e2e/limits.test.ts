// Limits end or refuse one session with a sentence and leave the others alone.
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { eventually, processesWith } from '../support/processes.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';

it('ends a session that was idle too long, and one that lasted too long', async () => {
  const idle = await startBroker({ config: 'limits: { idle: 1s }\n' });
  const first = await ssh({ ...idle.as('coder'), args: ['sleep 60'] });
  expect(first.status).toBe(70);
  expect(first.stderr.toString()).toContain('idle');

  const long = await startBroker({ config: 'limits: { maxDuration: 2s }\n' });
  const second = await ssh({ ...long.as('coder'), args: ['while :; do echo busy; sleep 0.1; done'] });
  expect(second.status).toBe(70);
  expect(second.stderr.toString()).toContain('longest duration');
});

it('ends a session in time although its client does not read', async () => {
  const broker = await startBroker({ config: 'limits: { maxDuration: 2s }\n' });
  const child = spawnSsh({ ...broker.as('coder'), args: ['yes never-read'] });
  child.stdout.pause();
  await eventually('the session is closed', () => broker.events().some(({ type }) => type === 'closed'));
  await eventually('its channel is closed too', () => child.exitCode !== null || child.stdout.readableLength > 0);
  child.stdout.resume();
  await new Promise((resolve) => child.on('close', resolve));
  expect(processesWith('yes never-read')).toEqual([]);
});

it('ends only the session whose recording grew over its limit', async () => {
  const broker = await startBroker({ config: 'recordings: { maxSession: 64KiB }\n' });
  const [large, small] = await Promise.all([
    ssh({ ...broker.as('coder'), args: ['head -c 1000000 /dev/zero; echo never'] }),
    ssh({ ...broker.as('coder'), args: ['sleep 1; echo fine'] }),
  ]);
  expect(large.status).toBe(70);
  expect(large.stderr.toString()).toContain('recording');
  expect(small.stdout.toString()).toBe('fine\n');
});

it('refuses an identity that filled its hour of recordings', async () => {
  const broker = await startBroker({ config: 'recordings: { maxIdentityHour: 64KiB }\n' });
  await ssh({
    ...broker.as('coder'),
    args: ['for i in $(seq 99); do echo "$i"; head -c 1000 /dev/zero; sleep 0.01; done'],
  });
  const result = await ssh({ ...broker.as('coder'), args: ['echo never'] });
  expect(result.stdout.length).toBe(0);
  expect(result.stderr.toString()).toContain('try again later');
  const other = await ssh({ ...broker.as('maria'), args: ['echo another identity'] });
  expect(other.stdout.toString()).toBe('another identity\n');
});

it('refuses statements that are too long, not UTF-8, or too many sessions at once', async () => {
  const broker = await startBroker({ config: 'limits: { sessionsPerIdentity: 2 }\n' });
  const long = await ssh({ ...broker.as('coder'), args: [`true ${'x'.repeat(33_000)}`] });
  expect([long.status, long.stderr.toString().split('\n')[0]]).toEqual([
    77,
    expect.stringContaining('at most 32768 are read'),
  ]);
  const script = await ssh({ ...broker.as('coder'), options: ['-T'], input: Buffer.from('echo a\xff\n', 'latin1') });
  expect(script.status).toBe(77);
  expect(script.stdout.length).toBe(0);
  const results = await Promise.all([1, 2, 3].map(() => ssh({ ...broker.as('coder'), args: ['sleep 2'] })));
  expect(results.filter(({ status }) => status !== 0)).toHaveLength(1);
});
