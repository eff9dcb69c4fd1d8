// Evidence: a session of a real broker is sound, and stops being so by one byte of the cast, one event, one offset.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { hashLeaf } from '../../src/audit/merkle.ts';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { eventually } from '../support/processes.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';

const launcher = new URL('../../bin/ostiary.js', import.meta.url).pathname;

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(launcher, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const verify = (broker: TestBroker, ...args: readonly string[]) =>
  run('session', 'verify', '--config', broker.config, ...args);
const codes = (broker: TestBroker, session: string): readonly string[] =>
  JSON.parse(verify(broker, '--json', session).stdout).findings.map((found: { code: string }) => found.code);

function castOf(broker: TestBroker): string {
  const opened = broker.events().find((event) => event.type === 'opened');
  return join(broker.dir, 'recordings', String(opened?.data.recording));
}

function flip(file: string, offset: number): void {
  const [byte = 0] = readFileSync(file).subarray(offset, offset + 1);
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Uint8Array.of(byte ^ 1), 0, 1, offset);
  closeSync(descriptor);
}

/** Changes an event and its leaf alike, as somebody who knows the database would. */
function rewrite(broker: TestBroker, type: string, change: (body: string) => string, leafToo = true): void {
  const database = new DatabaseSync(join(broker.dir, 'state', 'ostiary.db'), { timeout: 5000 });
  const { seq, body } = database.prepare('SELECT seq, body FROM events WHERE type = ? ORDER BY seq').get(type) as {
    seq: number;
    body: string;
  };
  const changed = change(body);
  expect(changed).not.toBe(body);
  database.prepare('UPDATE events SET body = ? WHERE seq = ?').run(changed, seq);
  if (leafToo) database.prepare('UPDATE events SET leaf = ? WHERE seq = ?').run(hashLeaf(changed), seq);
  database.close();
}

it('finds a real session sound, and every change of its recording and events', async () => {
  const broker = await startBroker();
  const script = 'echo one\nprintf "two\\\\xff\\n"\nfalse\nexit 3\n';
  expect((await ssh({ ...broker.as('coder'), args: ['bash'], input: script })).status).toBe(3);
  await ssh({ ...broker.as('coder'), args: ['echo exec; cat'], input: 'for the program' });
  const shell = broker.shell();
  await shell.see('$ ');
  shell.type('echo typed\r');
  await shell.see('ltyped');
  await shell.see('$ ');
  shell.type('ostiary help\r');
  await shell.see('$ ');
  shell.type('exit\r');
  await shell.exited;
  await eventually('all are closed', () => broker.events().filter(({ type }) => type === 'closed').length === 3);

  const all = verify(broker);
  expect(all.stdout).toContain('3 sessions checked, 0 broken');
  expect(all.status).toBe(0);
  const session = String(broker.events().find(({ type }) => type === 'opened')?.session);
  const check = JSON.parse(verify(broker, '--json', session).stdout);
  const cast = castOf(broker);
  expect(check).toMatchObject({ sound: true, findings: [], checked: { statements: 4, bytes: statSync(cast).size } });

  for (const offset of [0, 20, Math.floor(statSync(cast).size / 2), statSync(cast).size - 2]) {
    flip(cast, offset);
    expect(codes(broker, session)).toContain('digest');
    expect(verify(broker, session).status).toBe(1);
    flip(cast, offset);
  }
  execFileSync('truncate', ['-s', '+1', cast]);
  expect(codes(broker, session)).toEqual(['too-long']);
  execFileSync('truncate', ['-s', '-1', cast]);
  expect(codes(broker, session)).toEqual([]);
  execFileSync('truncate', ['-s', '-1', cast]);
  expect(codes(broker, session)).toContain('too-short');
  rmSync(cast);
  expect(codes(broker, session)).toEqual(['recording-missing']);
});

it('finds changed events', async () => {
  const broker = await startBroker({ config: 'audit: { checkpoints: { file: checkpoints, every: 1s } }\n' });
  const key = join(broker.dir, 'log.pub');
  await ssh({ ...broker.as('coder'), args: ['echo one'] });
  await eventually('it is closed', () => broker.events().some(({ type }) => type === 'closed'));
  await broker.stop();
  const session = String(broker.events().find(({ type }) => type === 'opened')?.session);
  expect(codes(broker, session)).toEqual([]);

  const audit = (...args: readonly string[]) => run('audit', ...args);
  execFileSync('sh', ['-c', `"$0" audit key --config "$1" >"$2"`, launcher, broker.config, key]);
  const take = (name: string) => {
    const file = join(broker.dir, name);
    execFileSync('sh', ['-c', `"$0" audit export --config "$1" >"$2"`, launcher, broker.config, file]);
    return file;
  };
  const whole = audit('verify', take('whole.jsonl'), '--key', key);
  expect(whole.stdout).toMatch(/^SOUND$/m);
  // The last checkpoint comes after the last event.
  expect(whole.stdout).toContain(`: ${broker.events().length} events at `);
  expect(whole.status).toBe(0);
  expect(audit('verify', join(broker.dir, 'whole.jsonl'))).toMatchObject({
    status: 2,
    stdout: expect.stringContaining('UNANCHORED'),
  });

  // What left the broker at its last beat is continued by what it exports now.
  const outside = join(broker.dir, 'checkpoints');
  const continued = audit('verify', join(broker.dir, 'whole.jsonl'), '--key', key, '--since', outside);
  expect(continued).toMatchObject({ status: 0, stdout: expect.stringContaining('it continues the') });

  const there = (body: string) => body.replace('echo one', 'echo two');
  const back = (body: string) => body.replace('echo two', 'echo one');
  rewrite(broker, 'submitted', there, false);
  expect(codes(broker, session)).toContain('event-altered');
  rewrite(broker, 'submitted', back);
  expect(codes(broker, session)).toEqual([]);

  // With its leaf: the token binds the statement, and the checkpoint binds the log.
  rewrite(broker, 'submitted', there);
  expect(codes(broker, session)).toEqual(['token', 'table']);
  const changed = audit('verify', take('changed.jsonl'), '--key', key);
  expect(changed.stdout).toContain('BROKEN');
  expect(changed.status).toBe(1);
  rewrite(broker, 'submitted', back);

  rewrite(broker, 'finished', (body) =>
    body.replace(/"offset":(\d+)/, (_, offset) => `"offset":${Number(offset) - 1}`),
  );
  expect(codes(broker, session)).toEqual(['digest']);
  rewrite(broker, 'finished', (body) =>
    body.replace(/"offset":(\d+)/, (_, offset) => `"offset":${Number(offset) + 1}`),
  );
  rewrite(broker, 'decided', (body) => body.replace('"decision":"allow"', '"decision":"deny"'));
  expect(codes(broker, session)).toEqual(['denied', 'token', 'table', 'table']);
  rewrite(broker, 'decided', (body) => body.replace('"decision":"deny"', '"decision":"allow"'));
  expect(codes(broker, session)).toEqual([]);
});

it('names what a crash left unattested, and checks a session that goes on', async () => {
  const broker = await startBroker();
  const child = spawnSsh({ ...broker.as('coder'), args: ['echo begin; sleep 60'] });
  let shown = '';
  child.stdout.on('data', (bytes) => {
    shown += bytes;
  });
  const left = new Promise((resolve) => child.on('close', resolve));
  await eventually('it runs', () => shown.includes('begin'));
  const session = String(broker.events().find(({ type }) => type === 'opened')?.session);
  await eventually('its output is recorded', () => codes(broker, session).includes('live'));
  expect(verify(broker, session).status).toBe(0);

  await broker.kill('SIGKILL');
  await left;
  await broker.restart();
  expect(codes(broker, session)).toEqual(['unfinished', 'unattested-tail']);
  expect(verify(broker, session).status).toBe(0);
  flip(castOf(broker), statSync(castOf(broker)).size - 150);
  expect(codes(broker, session)).toContain('digest');
});
