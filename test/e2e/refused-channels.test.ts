// Everything that is not a session is refused, is an event, and leaves the session alone.
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';
import { until } from '../support/wait.ts';

it('refuses -R, -A and -X and runs the command all the same', async () => {
  const broker = await startBroker();
  const options = ['-o', 'ForwardAgent=yes', '-o', 'ForwardX11=yes', '-o', 'ExitOnForwardFailure=no'];
  const result = await ssh({
    ...broker.as('coder'),
    options: [...options, '-R', '0:127.0.0.1:1'],
    args: ['echo "[$SSH_AUTH_SOCK][$DISPLAY]"'],
    environment: { DISPLAY: ':9' },
  });
  expect(result.stdout.toString()).toBe('[][]\n');
  expect(result.status).toBe(0);
  expect(broker.events().filter(({ type }) => type === 'refused').length).toBeGreaterThan(0);
});

it('refuses to carry a connection anywhere (-L, -D, -J)', async () => {
  const broker = await startBroker();
  let reached = 0;
  const secret = createServer((socket) => {
    reached += 1;
    socket.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => secret.once('listening', resolve));
  const address = secret.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const result = await ssh({ ...broker.as('coder'), options: ['-W', `127.0.0.1:${port}`] });
  expect(result.status).toBe(255);
  expect(reached).toBe(0);
  secret.close();
});

it('refuses subsystems such as sftp', async () => {
  const broker = await startBroker();
  const result = await ssh({ ...broker.as('coder'), options: ['-s'], args: ['sftp'] });
  expect(result.status).not.toBe(0);
  // The client may be gone before the event is on the disk.
  const reasons = () => broker.events().flatMap((event) => (event.type === 'refused' ? [event.data.reason] : []));
  await until(() => reasons().some((reason) => reason.includes('subsystem')));
});

it('carries two sessions on one connection', async () => {
  const broker = await startBroker();
  const control = `${broker.dir}/control`;
  const master = spawnSsh({ ...broker.as('coder'), options: ['-M', '-S', control, '-N'] });
  const options = ['-S', control];
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const results = await Promise.all(
    ['one', 'two', 'three'].map((word) => ssh({ ...broker.as('coder'), options, args: [`sleep 0.3; echo ${word}`] })),
  );
  expect(results.map(({ stdout }) => stdout.toString())).toEqual(['one\n', 'two\n', 'three\n']);
  const connections = broker.events().flatMap((event) => (event.type === 'opened' ? [event.data.connection] : []));
  expect(new Set(connections).size).toBe(1);
  master.kill();
});
