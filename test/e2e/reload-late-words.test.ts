// Somebody who was removed has words under way: in a request whose end is still to come, in lines that came in one
// piece, in a channel that was accepted and not begun. None of them counts any more.
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { connectOddClient } from '../support/odd-client.ts';
import { eventually } from '../support/processes.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';
import { signIn, startWebBroker } from '../support/web-visitor.ts';

const policy = `version: 1
rules:
  - { id: look, allow: { run: ["sleep *", "pwd"] } }
  - { id: oncall, ask: { run: "touch **" }, ttl: 60s }
`;

const ofType = (broker: TestBroker, type: string) => broker.events().filter((event) => event.type === type);

/** An agent's statement that waits for a person; its request. */
async function ask(broker: TestBroker, command: string): Promise<string> {
  const child = spawnSsh({ ...broker.as('coder'), args: [command] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end();
  await eventually('it is asked about', () => ofType(broker, 'asked').length === 1);
  return ofType(broker, 'asked')[0]?.request ?? '';
}

function remove(name: string, { config }: TestBroker) {
  const yaml = readFileSync(config, 'utf8');
  writeFileSync(config, yaml.replace(new RegExp(`^ {2}- \\{ name: ${name},.*\\n`, 'm'), ''));
}

it('takes no decision from the page whose body ends after the operator was removed', async () => {
  const { broker, port, origin, ...web } = await startWebBroker({ policy });
  const maria = await signIn({ broker, port, origin, ...web }, 'maria');
  const { secret } = (await maria.post('/api/v1/secret', {})).json<{ secret: string }>();
  const request = await ask(broker, 'touch late');
  const [card] = (await maria.get('/api/v1/requests')).json<{ requests: { digest: string }[] }>().requests;
  const body = JSON.stringify({
    decision: 'approve',
    note: null,
    digest: card?.digest,
    requests: [request],
    word: null,
  });
  const head = [
    `POST /api/v1/requests/${request}/decision HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Origin: ${origin}`,
    `Cookie: ${maria.cookie}`,
    `Ostiary-Secret: ${secret}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
    'Connection: close',
  ];
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  // The broker has seen who asks, and waits for what.
  await eventually('it may go on', () => answer.includes('100 Continue'));
  remove('maria', broker);
  broker.cli('reload');
  socket.write(body);
  await closed;
  expect(answer).toContain('HTTP/1.1 401');
  expect(ofType(broker, 'approved')).toEqual([]);
});

it('takes no line that came in one piece with the reload that removed the operator', async () => {
  const broker = await startBroker({ policy });
  const request = await ask(broker, 'touch late');
  remove('maria', broker);
  await ssh({
    ...broker.as('maria', 'console'),
    options: ['-T'],
    input: `reload\napprove ${request}\nlock everything\n`,
  });
  await eventually('the reload is on record', () => ofType(broker, 'reloaded').length === 1);
  // The next thing that is done comes after whatever those lines would have done.
  expect(broker.cli('reload')).toContain('0 verdicts change');
  expect([...ofType(broker, 'approved'), ...ofType(broker, 'locked')]).toEqual([]);
});

it('judges nothing that an agent begins in a channel it had before it was removed', async () => {
  const broker = await startBroker({ policy });
  await using client = await connectOddClient(broker.as('coder'));
  const closed = new Promise<void>((resolve) => client.connection.once('close', () => resolve()));
  // Its farewell keeps the connection open for a moment.
  const running = await client.exec('sleep 600');
  running.resume();
  const early = await client.openSession();
  await eventually('it runs', () => ofType(broker, 'started').length === 1);
  remove('coder', broker);
  broker.cli('reload');
  await client.request(early, 'exec', Buffer.from('\0\0\0\x03pwd', 'latin1')).catch(() => 'failure');
  await closed;
  expect(ofType(broker, 'submitted')).toHaveLength(1);
});
