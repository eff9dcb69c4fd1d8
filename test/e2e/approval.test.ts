// A person decides: real ssh clients on both sides, an agent that asks and an operator who answers.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { eventually, processesWith } from '../support/processes.ts';
import { type SshCall, spawnSsh, ssh } from '../support/ssh-client.ts';

const policy = `version: 1
rules:
  - id: look
    allow: { run: ["builtin:readonly@1", "sleep *", "setsid sleep *"] }
  - id: oncall
    ask: { run: ["touch **"], effects: [restart] }
    approvers: { groups: [sre] }
    ttl: 20s
`;

/** One verb at the console, as maria. */
const operate = (broker: TestBroker, ...words: readonly string[]) =>
  ssh({ ...broker.as('maria', 'console'), args: [words.join(' ')] });

/** Starts an agent's command and resolves when it waits for a person. */
async function ask(broker: TestBroker, call: Partial<SshCall>) {
  const child = spawnSsh({ ...broker.as('coder'), ...call });
  child.stdin.end(call.input ?? '');
  let said = '';
  let shown = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  child.stdout.on('data', (bytes) => {
    shown += bytes;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await eventually('the agent was told that a person is asked', () => /a person is asked/.test(said + shown));
  const [request = ''] = /req_\w+/.exec(said + shown) ?? [];
  return { child, request, ended, said: () => said, shown: () => shown };
}

it('runs what a person approves, exactly once, with a token spent before it started', async () => {
  const broker = await startBroker({ policy });
  const file = join(broker.workspace, 'approved');
  const asking = await ask(broker, { args: [`touch ${file}`] });
  expect(existsSync(file)).toBe(false);
  const listed = await operate(broker, 'requests', '--json');
  expect(JSON.parse(listed.stdout.toString().split('\n')[0] ?? '{}')).toMatchObject({ request: asking.request });
  const approved = await operate(broker, 'approve', asking.request);
  expect(approved.status).toBe(0);
  expect(await asking.ended).toBe(0);
  expect(existsSync(file)).toBe(true);
  // On a busy machine it may also have been judged slowly.
  const told = broker.events().filter(({ request, type }) => request === asking.request && type !== 'judged-slowly');
  const types = told.map(({ type }) => type);
  expect(types).toEqual(['submitted', 'decided', 'asked', 'approved', 'spent', 'started', 'finished']);
  expect((await operate(broker, 'approve', asking.request)).status).toBe(1);
});

it('does not run what a person denies, and tells the note', async () => {
  const broker = await startBroker({ policy });
  const file = join(broker.workspace, 'denied');
  const asking = await ask(broker, { args: [`touch ${file}`] });
  expect((await operate(broker, 'deny', asking.request, 'not on a Friday')).status).toBe(0);
  expect(await asking.ended).toBe(77);
  expect(asking.said()).toContain('not on a Friday');
  expect(JSON.parse(asking.said().trim().split('\n').at(-1) ?? '{}')).toMatchObject({
    verdict: 'denied',
    by: 'person',
    note: 'not on a Friday',
    exit: 77,
  });
  expect(existsSync(file)).toBe(false);
});

it('expires with 75 and says that this is no approval; 0 does not wait', async () => {
  const broker = await startBroker({ policy: policy.replace('ttl: 20s', 'ttl: 1s') });
  const file = join(broker.workspace, 'expired');
  const late = await ssh({ ...broker.as('coder'), args: [`touch ${file}`] });
  expect(late.status).toBe(75);
  expect(late.stderr.toString()).toContain('this is not an approval');
  const environment = { OSTIARY_WAIT: '0' };
  const never = await ssh({
    ...broker.as('coder'),
    options: ['-o', 'SendEnv=OSTIARY_WAIT'],
    args: [`touch ${file}`],
    environment,
  });
  expect(never.status).toBe(75);
  expect(existsSync(file)).toBe(false);
});

it('is cancelled by ctrl-C, and by a client that leaves', async () => {
  const broker = await startBroker({ policy });
  const file = join(broker.workspace, 'cancelled');
  const shell = broker.shell();
  await shell.see(/\$ $/);
  shell.type(`touch ${file}\r`);
  await shell.see('a person is asked');
  shell.type('\x03');
  await shell.see('cancelled');
  await shell.see(/\[130\] \$ $/);
  const asking = await ask(broker, { args: [`touch ${file}`] });
  asking.child.kill('SIGKILL');
  await eventually('nothing waits', () => broker.events().filter(({ type }) => type === 'cancelled').length === 2);
  expect((await operate(broker, 'approve', asking.request)).status).toBe(1);
  expect(existsSync(file)).toBe(false);
});

it('keeps what was typed while it waited for the next line, and runs it only after', async () => {
  const broker = await startBroker({ policy });
  const shell = broker.shell();
  await shell.see(/\$ $/);
  shell.type('touch first\r');
  const [request = ''] = /req_\w+/.exec(await shell.see(/a person is asked[^\]]*\]/)) ?? [];
  shell.type('ls first\r');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(broker.events().filter(({ type }) => type === 'submitted')).toHaveLength(1);
  await operate(broker, 'approve', request);
  await shell.see('first\r\n');
  await eventually('the second line ran', () => broker.events().filter(({ type }) => type === 'finished').length === 2);
});

it('asks only those the rule names, and not the person behind the agent where that is wanted', async () => {
  const broker = await startBroker({ policy: policy.replace('{ groups: [sre] }', '{ groups: [sre], notSelf: true }') });
  const asking = await ask(broker, { args: ['touch x'] });
  const refused = await operate(broker, 'approve', asking.request);
  expect(refused.status).toBe(77);
  const auditor = await ssh({ ...broker.as('aud', 'console'), args: [`approve ${asking.request}`] });
  expect(auditor.status).toBe(77);
  const agent = await ssh({ ...broker.as('coder', 'console'), args: [`approve ${asking.request}`] });
  expect(agent.status).toBe(77);
  asking.child.kill('SIGKILL');
});

it('binds the approval to the script file that was shown', async () => {
  const broker = await startBroker({ policy });
  const script = join(broker.workspace, 'job.sh');
  const marker = join(broker.workspace, 'swapped');
  writeFileSync(script, 'echo harmless\n', { mode: 0o755 });
  const asking = await ask(broker, { args: ['./job.sh'] });
  writeFileSync(script, `touch ${marker}\n`);
  await operate(broker, 'approve', asking.request);
  expect(await asking.ended).toBe(77);
  expect(asking.said()).toContain('has changed since it was shown');
  expect(existsSync(marker)).toBe(false);
});

it('shows and binds the input of an interpreter', async () => {
  const broker = await startBroker({ policy });
  const asking = await ask(broker, { args: ['python3 -'], input: 'print(40 + 2)\n' });
  const listed = await operate(broker, 'requests', '--json');
  expect(listed.stdout.toString()).toContain('print(40 + 2)');
  await operate(broker, 'approve', asking.request);
  expect(await asking.ended).toBe(0);
  expect(asking.shown()).toBe('42\n');
});

it('survives its operators and ends honestly with the broker: nobody decided, nothing ran', async () => {
  const broker = await startBroker({ policy });
  const file = join(broker.workspace, 'never');
  const asking = await ask(broker, { args: [`touch ${file}`] });
  await broker.stop();
  expect(await asking.ended).toBe(70);
  expect(asking.said()).toContain('nobody decided');
  await broker.restart();
  const crashed = await ask(broker, { args: [`touch ${file}`] });
  await broker.kill('SIGKILL');
  expect(await crashed.ended).toBe(255);
  await broker.restart();
  const interrupted = broker.events().filter((event) => event.type === 'interrupted');
  expect(interrupted.map(({ request }) => request)).toEqual([asking.request, crashed.request]);
  expect(existsSync(file)).toBe(false);
});

it('stops an agent by a lock that outlives a restart', async () => {
  const broker = await startBroker({ policy });
  const nap = `sleep 96.${process.pid}`;
  const running = spawnSsh({ ...broker.as('coder'), args: [nap] });
  await eventually('it runs', () => processesWith(nap).length > 0);
  expect((await operate(broker, 'lock', 'agent', 'coder', 'looking into it')).status).toBe(0);
  await eventually('it is stopped', () => processesWith(nap).length === 0);
  running.kill();
  const locked = await ssh({ ...broker.as('coder'), args: ['ls'] });
  expect(locked.status).toBe(77);
  expect(locked.stderr.toString()).toContain('looking into it');
  await broker.stop();
  await broker.restart();
  expect((await ssh({ ...broker.as('coder'), args: ['ls'] })).status).toBe(77);
  expect((await operate(broker, 'unlock', 'agent', 'coder')).status).toBe(0);
  expect((await ssh({ ...broker.as('coder'), args: ['ls'] })).status).toBe(0);
});

it('lets an operator watch and kill a session with all it started', async () => {
  const broker = await startBroker({ policy });
  const nap = `sleep 95.${process.pid}`;
  const shell = broker.shell();
  await shell.see(/\$ $/);
  shell.type(`setsid ${nap} & ${nap}\r`);
  await eventually('it runs, and what left its process group too', () => processesWith(nap).length >= 2);
  const sessions = await operate(broker, 'sessions', '--json');
  const { id } = JSON.parse(sessions.stdout.toString().split('\n')[0] ?? '{}');
  const watched = await operate(broker, 'watch', id);
  expect(watched.stdout.toString()).toContain(nap);
  expect(broker.events().some(({ type, session }) => type === 'watched' && session === id)).toBe(true);
  expect((await operate(broker, 'kill', id)).status).toBe(0);
  expect(await shell.exited).toBe(143);
  expect(processesWith(nap)).toEqual([]);
});

it('writes tokens that anybody can check with the published key', async () => {
  const broker = await startBroker({ policy });
  await ssh({ ...broker.as('coder'), args: ['ls'] });
  const published = broker.events().find((event) => event.type === 'published-key');
  const spent = broker.events().find((event) => event.type === 'spent');
  const { compactVerify, importJWK } = await import('jose');
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: String(published?.data.x) }, 'EdDSA');
  const { payload } = await compactVerify(String(spent?.data.token), key);
  expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({ dec: 'allow' });
  expect(readFileSync(join(broker.dir, 'state', 'action_ed25519'), 'utf8')).not.toBe('');
});

it('counts as denied what an approval could not be bound to: the log, the list and the check say the same', async () => {
  const broker = await startBroker({ policy: policy.replace('"touch **"', '"touch **", "bash **"') });
  const { status } = await ssh({ ...broker.as('coder'), args: ['bash there-is-none.sh'] });
  expect(status).toBe(77);
  const withheld = broker.events().find(({ type }) => type === 'withheld');
  expect(withheld?.data).toMatchObject({ by: 'broker', say: expect.stringContaining('could not be bound to it') });
  expect((await operate(broker, 'lock', 'agent', 'coder')).status).toBe(0);
  expect((await ssh({ ...broker.as('coder'), args: ['ls'] })).status).toBe(77);
  const listed = broker.cli('session', 'list', '--json').trim().split('\n');
  expect(listed.map((line) => JSON.parse(line).denied)).toEqual([1, 1]);
  expect(broker.cli('session', 'verify')).toContain('0 broken');
});
