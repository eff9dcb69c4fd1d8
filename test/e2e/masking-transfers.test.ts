// What may not be rewritten, and what may not go out: transfers, and statements and input that disclose a secret.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { eventually } from '../support/processes.ts';
import { hostingToken, password } from '../support/secrets.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';

const put = (broker: TestBroker, name: string, text: string) => {
  const file = join(broker.workspace, name);
  writeFileSync(file, text, { mode: 0o644 });
  return file;
};

const transferPolicy = `version: 1
rules:
  - { id: look, allow: { run: "builtin:readonly@1" } }
  - { id: pack, allow: { run: ["tar **", "cd **"] } }
  - { id: backup, allow: { run: "tar cf - backup" }, redact: off }
`;

it('never rewrites an archive: it passes as it is, or ends at the first token unless a named rule lets it through', async () => {
  const broker = await startBroker({ policy: transferPolicy });
  const token = hostingToken();
  for (const name of ['clean', 'dirty', 'backup']) mkdirSync(join(broker.workspace, name));
  // An assignment would be masked in text; in an archive only what is told by itself counts.
  put(broker, 'clean/app.env', `DB_PASSWORD=${password()}\n`);
  put(broker, 'dirty/app.env', `${'#'.repeat(200_000)}\nGL=${token}\n`);
  put(broker, 'backup/app.env', `GL=${token}\n`);
  const pack = (name: string) => ssh({ ...broker.as('coder'), args: [`tar cf - ${name}`] });

  const clean = await pack('clean');
  expect(clean.status).toBe(0);
  expect(execFileSync('tar', ['xOf', '-'], { input: clean.stdout })).toEqual(
    readFileSync(join(broker.workspace, 'clean/app.env')),
  );
  const dirty = await pack('dirty');
  expect(dirty.status).toBe(70);
  expect(dirty.stdout.includes(token.slice(6))).toBe(false);
  expect(dirty.stderr.toString()).toContain(
    'an archive cannot be masked on its way, and it holds what looks like a secret',
  );
  expect(JSON.parse(dirty.stderr.toString().trim().split('\n').at(-1) ?? '')).toMatchObject({
    verdict: 'failed',
    exit: 70,
  });

  const backup = await pack('backup');
  expect(backup.status).toBe(0);
  expect(execFileSync('tar', ['xOf', '-'], { input: backup.stdout }).toString()).toBe(`GL=${token}\n`);
  const types = broker.events().map(({ type }) => type);
  expect(types.indexOf('unmasked')).toBeGreaterThan(-1);
  expect(broker.events().find(({ type }) => type === 'unmasked')?.data).toMatchObject({
    rule: 'backup',
    redact: 'off',
  });
});

it('never breaks an archive that stands beside other commands', async () => {
  const broker = await startBroker({ policy: transferPolicy });
  for (const name of ['clean', 'dirty']) mkdirSync(join(broker.workspace, name));
  put(broker, 'clean/app.env', 'A=1\n');
  put(broker, 'dirty/app.env', `GL=${hostingToken()}\n`);
  put(broker, 'notes', `DB_PASSWORD=${password()}\n`);
  const run = (statement: string) => ssh({ ...broker.as('coder'), args: [statement] });
  const clean = await run('cd clean && tar cf - .');
  expect(clean.status).toBe(0);
  expect(execFileSync('tar', ['xOf', '-'], { input: clean.stdout }).toString()).toBe('A=1\n');
  for (const statement of ['cd . && tar cf - dirty', 'tar cf - dirty | cat', 'tar cf - clean; cat notes']) {
    const { status, stdout, stderr } = await run(statement);
    expect(status).toBe(70);
    expect(stderr.toString()).toContain('send the transfer as a command of its own');
    expect(stdout.toString('latin1')).not.toContain('‹');
  }
});

it('carries scp as it is', async () => {
  const broker = await startBroker();
  const file = put(broker, 'data.bin', '');
  const bytes = randomBytes(300_000);
  writeFileSync(file, bytes);
  const { port, key } = broker.as('coder');
  const copy = join(broker.dir, 'copy.bin');
  const options = [
    '-O',
    '-F',
    '/dev/null',
    '-i',
    key.file,
    '-P',
    String(port),
    '-o',
    'StrictHostKeyChecking=no',
    '-o',
    'UserKnownHostsFile=/dev/null',
  ];
  execFileSync('scp', [...options, `local@127.0.0.1:${file}`, copy], { stdio: 'pipe' });
  expect(readFileSync(copy)).toEqual(bytes);
});

const sendPolicy = `version: 1
rules:
  - { id: send, allow: { run: ["cat **", "echo **"], net: "127.0.0.1" } }
  - { id: disclosure, ask: { discloses: "**", with: net }, ttl: 1s }
`;

it('asks before a secret goes to the network, in the statement or by its input, and stops one that comes late', async () => {
  let received = '';
  const server = createServer((socket) => socket.on('data', (bytes) => (received += bytes)).on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const place = `/dev/tcp/127.0.0.1/${(server.address() as AddressInfo).port}`;
  const broker = await startBroker({ policy: sendPolicy });
  const token = hostingToken();
  const send = (input: string, statement = 'cat') =>
    ssh({ ...broker.as('coder'), args: [`${statement} > ${place}`], input });

  expect((await send('a plain report\n')).status).toBe(0);
  await eventually('it arrived', () => received === 'a plain report\n');
  expect((await send(`a report with ${token}\n`)).status).toBe(75);
  expect((await send('', `echo ${token}`)).status).toBe(75);
  const late = spawnSsh({ ...broker.as('coder'), args: [`cat > ${place}`] });
  const ended = new Promise<number | null>((resolve) => late.on('close', resolve));
  late.stdin.write('a plain beginning\n');
  await eventually('the beginning arrived', () => received.includes('beginning'));
  late.stdin.write(`and ${token} `);
  expect(await ended).toBe(77);
  expect(received).not.toContain(token.slice(0, 12));
  const asked = broker.events().find(({ type }) => type === 'asked');
  expect(asked?.data).toMatchObject({ rules: ['disclosure'] });
});
