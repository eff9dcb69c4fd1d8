// Against fatigue, without hidden breadth: a temporary rule for a run of separate ssh commands, narrowed by the operator,
// visible, revocable; and of two operators only one decides.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { eventually } from '../support/processes.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';

const policy = `version: 1
rules:
  - id: look
    allow: { run: ["builtin:readonly@1", "sleep *"] }
  - id: oncall
    ask: { run: ["touch **", "cp **"] }
    ttl: 60s
`;

const operate = (broker: TestBroker, ...words: readonly string[]) =>
  ssh({ ...broker.as('maria', 'console'), args: [words.join(' ')] });

const atOnce = { options: ['-o', 'SendEnv=OSTIARY_WAIT'], environment: { OSTIARY_WAIT: '0' } };

/** An agent's command that waits for a person; the id of its request. */
async function ask(broker: TestBroker, command: string) {
  const asked = () => broker.events().filter(({ type }) => type === 'asked');
  const before = asked().length;
  const child = spawnSsh({ ...broker.as('coder'), args: [command] });
  child.stdin.end();
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await eventually('a person is asked', () => asked().length > before);
  return { child, ended, request: String(asked().at(-1)?.request) };
}

it('lets similar statements of a run through until the rule is revoked, and nothing else', async () => {
  const broker = await startBroker({ policy });
  writeFileSync(join(broker.workspace, 'keep.txt'), 'kept\n');
  const operator = broker.shell({ identity: 'maria', login: 'console', cols: 120, rows: 40 });
  await operator.see('nothing waits for a decision');
  const first = await ask(broker, 'cp keep.txt one.txt');
  await operator.see('one.txt');
  // A card that has just come refuses keys.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  operator.type('s');
  await operator.see('without asking');
  operator.type('\x1b[C');
  await operator.see('minutes');
  operator.type('\r');
  await eventually('the rule is granted', () => broker.events().some(({ type }) => type === 'granted-rule'));
  expect((await operate(broker, 'approve', first.request)).status).toBe(0);
  expect(await first.ended).toBe(0);

  // Separate ssh commands of the same agent, key and target are one run.
  const second = await ssh({ ...broker.as('coder'), ...atOnce, args: ['cp keep.txt two.txt'] });
  expect(second.status).toBe(0);
  expect(existsSync(join(broker.workspace, 'two.txt'))).toBe(true);
  const spent = broker.events().filter(({ type }) => type === 'spent');
  expect(spent, 'each statement has a token of its own').toHaveLength(2);
  for (const other of [
    'cp keep.txt /tmp/x.txt',
    'cp -r keep.txt x.txt',
    'cp keep.txt .x',
    'rm one.txt',
    'cp keep.txt x.txt; frobnicate',
  ]) {
    expect((await ssh({ ...broker.as('coder'), ...atOnce, args: [other] })).status, other).toBe(75);
  }

  const rules = await operate(broker, 'rules', '--json');
  const { id } = JSON.parse(rules.stdout.toString().split('\n')[0] ?? '{}');
  expect((await operate(broker, 'revoke', id)).status).toBe(0);
  expect((await ssh({ ...broker.as('coder'), ...atOnce, args: ['cp keep.txt three.txt'] })).status).toBe(75);
  operator.type('q');
});

it('gives one decision to two operators who press at once', async () => {
  const broker = await startBroker({ policy });
  const asking = await ask(broker, 'touch raced.txt');
  const results = await Promise.all([1, 2, 3].map(() => operate(broker, 'approve', asking.request)));
  expect(results.map(({ status }) => status).sort()).toEqual([0, 1, 1]);
  expect(await asking.ended).toBe(0);
  expect(broker.events().filter(({ type }) => type === 'started')).toHaveLength(1);
  const late = results.find(({ status }) => status === 1)?.stdout.toString();
  expect(late).toContain('maria');
});

it('goes on when an operator leaves in the middle of a decision', async () => {
  const broker = await startBroker({ policy });
  const operator = broker.shell({ identity: 'maria', login: 'console', cols: 120, rows: 40 });
  await operator.see('nothing waits for a decision');
  const asking = await ask(broker, 'touch left.txt');
  await operator.see('touch');
  operator.type('d');
  await operator.see('why not');
  operator.kill('SIGKILL');
  await operator.exited;
  expect(broker.events().some(({ type }) => type === 'denied')).toBe(false);
  expect((await operate(broker, 'deny', asking.request, 'by the other one')).status).toBe(0);
  expect(await asking.ended).toBe(77);
});
