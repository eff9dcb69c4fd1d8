// From the moment an operator's approval arrives at the broker's door to the first byte of the approved statement back
// at the agent: both ways over real connections.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import ssh2, { type ClientChannel } from 'ssh2';
import { type BrokerProcess, spawnBrokerProcess } from '../support/broker-process.ts';
import type { SshCall } from '../support/ssh-client.ts';
import { median, printTable } from './measure.ts';

const rounds = 40;

const policy = `version: 1
rules:
  - { id: asked, ask: { run: ["printf **"] } }
`;

export async function benchApproval(): Promise<void> {
  await using broker = await spawnBrokerProcess({ policy });
  const agent = await connect(broker.as('coder'));
  const operator = await connect(broker.as('maria', 'console'));
  const desk = await new Promise<ClientChannel>((resolve, reject) =>
    operator.shell(false, (error, channel) => (error ? reject(error) : resolve(channel))),
  );
  desk.resume();
  const times: number[] = [];
  for (let round = -3; round < rounds; round += 1) {
    const channel = await exec(agent, 'printf x');
    channel.end();
    const request = await waitForRequest(channel);
    const first = once(channel, 'data');
    const began = performance.now();
    desk.write(`approve ${request}\n`);
    await first;
    if (round >= 0) times.push(performance.now() - began);
    channel.resume();
    await once(channel, 'close');
  }
  agent.end();
  operator.end();
  const sorted = times.sort((a, b) => a - b);
  console.log(`\napproval: typed at the operator's console → output of the statement at the agent (${rounds} rounds)`);
  printTable([
    ['', 'measured', 'goal'],
    ['approved → started in the log, p50', `${median(startDelays(broker.events())).toFixed(0)} ms`, '< 10 ms'],
    ['with the way to the desk, the program and its output back, p50', `${median(sorted).toFixed(1)} ms`, ''],
    ['the same, p95', `${(sorted[Math.floor(rounds * 0.95)] ?? Number.NaN).toFixed(1)} ms`, ''],
  ]);
}

/** ms between the two events of each request. */
function startDelays(events: ReturnType<BrokerProcess['events']>): number[] {
  return events.flatMap((started) => {
    const approved = events.find(({ type, request }) => type === 'approved' && request === started.request);
    if (started.type !== 'started' || approved === undefined) return [];
    return [Date.parse(started.time) - Date.parse(approved.time)];
  });
}

function connect({ port, key, login }: Pick<SshCall, 'port' | 'key' | 'login'>): Promise<ssh2.Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject).on('ready', () => resolve(client));
    client.connect({ host: '127.0.0.1', port, username: login, privateKey: readFileSync(key.file) });
  });
}

function exec(client: ssh2.Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) =>
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel))),
  );
}

async function waitForRequest(channel: ClientChannel): Promise<string> {
  let said = '';
  for (;;) {
    const [bytes] = (await once(channel.stderr, 'data')) as [Buffer];
    said += bytes.toString();
    const found = /req_\w+/.exec(said)?.[0];
    if (found !== undefined) return found;
  }
}
