// A command over ssh is one statement: its output, its status, its recording.
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { ssh } from '../support/ssh-client.ts';

it('runs a command as the unprivileged user in the workspace and hands over output and status', async () => {
  const broker = await startBroker();
  const result = await ssh({ ...broker.as('coder'), args: ['pwd; echo "$USER"; echo oops >&2; exit 3'] });
  expect(result.stdout.toString().split('\n')[0]).toBe(broker.workspace);
  expect(result.stderr.toString()).toBe('oops\n');
  expect(result.status).toBe(3);
});

it('logs opened, submitted, decided, started, finished and closed in this order', async () => {
  const broker = await startBroker();
  await ssh({ ...broker.as('coder'), args: ['echo hello'] });
  const events = broker.events().filter(({ session }) => session !== undefined);
  expect(events.map(({ type }) => type)).toEqual([
    'opened',
    'submitted',
    'decided',
    'spent',
    'started',
    'finished',
    'closed',
  ]);
  const finished = events.find((event) => event.type === 'finished');
  expect(finished?.data).toMatchObject({ status: 0, stdout: { bytes: 6 }, stderr: { bytes: 0 } });
});

it('hands over every exit status as it is, also those the broker itself uses', async () => {
  const broker = await startBroker();
  for (const status of [0, 1, 2, 70, 77, 127, 130, 254, 255]) {
    const result = await ssh({ ...broker.as('coder'), args: [`exit ${status}`] });
    expect(result.status).toBe(status);
    expect(result.stderr.toString(), 'no verdict of the broker').toBe('');
  }
});

it('tells a signal as exit-signal, which ssh reports as 255', async () => {
  const broker = await startBroker();
  const result = await ssh({ ...broker.as('coder'), args: ['kill -KILL $$'] });
  expect(result.status).toBe(255);
  const closed = broker.events().find((event) => event.type === 'closed');
  expect(closed?.data).toMatchObject({ signal: 'KILL' });
});
