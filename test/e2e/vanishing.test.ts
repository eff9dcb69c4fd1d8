// A client that goes away never ends the broker, and what it started goes with it.
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { eventually, processesWith, residentBytes } from '../support/processes.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';

it('survives clients killed in the middle of output, with and without a PTY', async () => {
  const broker = await startBroker();
  for (const options of [[], ['-tt']]) {
    const child = spawnSsh({ ...broker.as('coder'), options, args: ['yes output; sleep 60'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
  }
  const result = await ssh({ ...broker.as('coder'), args: ['echo alive'] });
  expect(result.stdout.toString()).toBe('alive\n');
  await eventually(
    'both sessions are closed',
    () => broker.events().filter(({ type }) => type === 'closed').length >= 3,
  );
  expect(processesWith('yes output')).toEqual([]);
});

it('ends the whole tree with the session, what left it by setsid, nohup and a double fork too', async () => {
  const broker = await startBroker();
  const nap = `sleep 97.${process.pid}`;
  const command = `setsid ${nap} >/dev/null 2>&1 & nohup ${nap} >/dev/null 2>&1 & (setsid sh -c '${nap} & ' >/dev/null 2>&1 &); sleep 0.5; echo started`;
  const result = await ssh({ ...broker.as('coder'), args: [command] });
  expect(result.stdout.toString()).toBe('started\n');
  await eventually('nothing of it runs', () => processesWith(nap).length === 0);
});

it('holds a bounded amount of memory for a client that stopped reading', async () => {
  const broker = await startBroker();
  await ssh({ ...broker.as('coder'), args: ['true'] });
  const before = residentBytes(broker.pid);
  const child = spawnSsh({ ...broker.as('coder'), args: ['head -c 400000000 /dev/zero'] });
  child.stdout.pause();
  await new Promise((resolve) => setTimeout(resolve, 4000));
  expect(residentBytes(broker.pid) - before).toBeLessThan(120_000_000);
  child.kill('SIGKILL');
});

it('holds a bounded amount of memory for a program that does not read its input', async () => {
  const broker = await startBroker();
  await ssh({ ...broker.as('coder'), args: ['true'] });
  const before = residentBytes(broker.pid);
  const child = spawnSsh({ ...broker.as('coder'), args: ['sleep 60'] });
  child.stdin.on('error', () => undefined);
  child.stdin.write(Buffer.alloc(200_000_000));
  await new Promise((resolve) => setTimeout(resolve, 4000));
  expect(residentBytes(broker.pid) - before).toBeLessThan(120_000_000);
  child.kill('SIGKILL');
});
