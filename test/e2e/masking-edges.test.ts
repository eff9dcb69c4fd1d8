// Invariant 3 at the edges: what is given up, what comes late or in halves, what a client says of itself.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { keptByBroker, placesOf } from '../support/leaks.ts';
import { eventually } from '../support/processes.ts';
import { hostingToken, privateKey, randomText } from '../support/secrets.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';

it('keeps no part of a secret that is typed and given up with ctrl-C, nor of one recalled', async () => {
  const broker = await startBroker();
  const typed = hostingToken();
  const recalled = hostingToken();
  const shell = broker.shell();
  await shell.see('$ ');
  shell.type(`echo ${typed.slice(0, -2)}`);
  await shell.see('‹…›');
  shell.type('\x03');
  await shell.see('^C');
  await shell.see('$ ');
  shell.type(`echo ${recalled}\r`);
  await shell.see(/l‹[a-z-]+:[\w-]{6}›\r\n/);
  await shell.see('$ ');
  shell.type('\x1b[A');
  await shell.see('‹…›');
  shell.type('\x1b[D\x7f\x03');
  await shell.see('^C');
  await shell.see('$ ');
  shell.type('exit\r');
  await shell.exited;
  const places = new Map([['agent', shell.shown], ...keptByBroker(broker)]);
  for (const value of [typed, recalled]) {
    expect(placesOf(value.slice(0, 12), places)).toEqual([]);
    expect(placesOf(value.slice(-12), places)).toEqual([]);
  }
});

it('keeps no part of a secret that only a quoted word tells, typed key by key', async () => {
  const broker = await startBroker();
  const shell = broker.shell();
  await shell.see('$ ');
  const values = ['file', 'code'].map(() => randomText(16));
  const [first, second] = values;
  for (const line of [`: 'localhost:5432:app:bob:${first}'`, `: 'password: '\\''${second}'\\'''`]) {
    for (const key of line) {
      shell.type(key);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    shell.type('\r');
    await shell.see(/[a-z-]+:[\w-]{6}›[^\n]*\r\n/);
    await shell.see('$ ');
  }
  shell.type('exit\r');
  await shell.exited;
  const places = new Map([['agent', shell.shown], ...keptByBroker(broker)]);
  for (const value of values) {
    expect(placesOf(value.slice(0, 12), places)).toEqual([]);
    expect(placesOf(value.slice(-12), places)).toEqual([]);
  }
});

it('masks what a client says of itself: terminal, login name', async () => {
  const broker = await startBroker();
  const [terminal, login, stranger] = [hostingToken(), hostingToken(), hostingToken()];
  const shown = await ssh({
    ...broker.as('coder'),
    args: ['true'],
    options: ['-tt'],
    environment: { TERM: terminal },
  });
  expect(shown.status).toBe(0);
  expect((await ssh({ ...broker.as('coder', login), args: ['true'] })).status).toBe(77);
  await ssh({ ...broker.as('stranger', stranger), args: ['true'] });
  await eventually('both are logged', () => broker.events().filter(({ type }) => type === 'refused').length === 2);
  for (const value of [terminal, login, stranger]) expect(placesOf(value, keptByBroker(broker))).toEqual([]);
});

const kinds = (kind: string) => `version: 1
rules:
  - { id: send, allow: { run: "cat **", net: "127.0.0.1" } }
  - { id: disclosure, ask: { discloses: "${kind}", with: net }, ttl: 1s }
`;

it.each([
  ['any kind', '**', ''],
  ['a named kind', 'gitlab-*', ''],
  ['any kind, where input is recorded', '**', 'recordings: { input: true }\n'],
])('asks before a secret of %s goes to the network, and stops a late one', async (_, kind, config) => {
  let received = '';
  const server = createServer((socket) => socket.on('data', (bytes) => (received += bytes)).on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const args = [`cat > /dev/tcp/127.0.0.1/${(server.address() as AddressInfo).port}`];
  const broker = await startBroker({ policy: kinds(kind), config });
  const token = hostingToken();
  expect((await ssh({ ...broker.as('coder'), args, input: `with ${token}\n` })).status).toBe(75);

  // The second part comes when the first has been let through, because somebody might wait for it.
  for (const parts of [[`${token}\n`], [token.slice(0, 14), `${token.slice(14)}\n`]]) {
    received = '';
    const late = spawnSsh({ ...broker.as('coder'), args });
    const ended = new Promise<number | null>((resolve) => late.on('close', resolve));
    late.stdin.write('a plain beginning\n');
    await eventually('the beginning arrived', () => received.includes('beginning'));
    const [last = '', ...first] = parts.toReversed();
    for (const part of first) {
      late.stdin.write(part);
      await eventually('it arrived', () => received.includes(part));
    }
    late.stdin.write(last);
    expect(await ended).toBe(77);
    expect(received).not.toContain(token.slice(0, 15));
    expect(received).not.toContain(token.slice(14));
  }
});

it('passes all input on where it is recorded, however soon it ends', async () => {
  const broker = await startBroker({ config: 'recordings: { input: true }\n' });
  for (const bytes of [1, 300_000]) {
    const { stdout } = await ssh({ ...broker.as('coder'), args: ['wc -c'], input: 'y'.repeat(bytes) });
    expect(Number(stdout)).toBe(bytes);
  }
});

it('keeps no digest of a short input that a guess could be tried on', async () => {
  const policy = 'version: 1\nrules:\n  - { id: oncall, ask: { run: "tee **" }, ttl: 1s }\n';
  const broker = await startBroker({ policy });
  const input = 'hunter2';
  expect((await ssh({ ...broker.as('coder'), args: ['tee out.txt'], input })).status).toBe(75);
  const asked = broker.events().find(({ type }) => type === 'asked');
  // Nor one of the card that shows it: what salts that digest is kept nowhere.
  expect(asked?.data).toMatchObject({ stdin: { kind: 'bound', bytes: input.length, sha256: null } });
  expect(JSON.stringify(asked)).not.toContain(createHash('sha256').update(input).digest('hex'));
});

it('ends a transfer at a token that comes in two parts with a pause between them', async () => {
  const broker = await startBroker();
  const token = hostingToken();
  const [first, last] = [token.slice(0, 14), token.slice(14)];
  // What speaks a protocol is told by its name.
  writeFileSync(
    join(broker.workspace, 'git-upload-pack'),
    `#!/bin/bash\nprintf 'x=%s' ${first}\nsleep 1\nprintf '%s\\n' ${last}\n`,
    { mode: 0o755 },
  );
  const { status, stdout } = await ssh({ ...broker.as('coder'), args: ['./git-upload-pack'] });
  expect(status).toBe(70);
  expect(stdout.toString()).not.toContain(token.slice(0, 15));
  expect(stdout.toString()).not.toContain(last);
});

const backupPolicy = `version: 1
rules:
  - { id: look, allow: { run: [":", "cat **"], reads: "**" } }
  - { id: backup, allow: { run: "tar cf - backup" }, redact: off }
`;

it.each([
  [': ${x?$(<app.env)}', 'tar cf - backup; : ${x?$(<app.env)}'],
  ['select', 'tar cf - backup; select x in $(<app.env); do :; done'],
])('shows no secret by what rides along with a command that may show them: %s', async (_, statement) => {
  const broker = await startBroker({ policy: backupPolicy });
  const token = hostingToken();
  mkdirSync(join(broker.workspace, 'backup'), { mode: 0o755 });
  writeFileSync(join(broker.workspace, 'app.env'), `GL=${token}\n`, { mode: 0o644 });
  const { stdout, stderr } = await ssh({ ...broker.as('coder'), args: [statement] });
  const said = `${stdout}${stderr}`;
  expect(said).toContain('GL=‹gitlab-token:');
  expect(placesOf(token, new Map([['agent', said], ...keptByBroker(broker)]))).toEqual([]);
  expect(broker.events().some(({ type }) => type === 'unmasked')).toBe(false);
});

it('asks nobody about code in which a mask would hide lines', async () => {
  const policy = 'version: 1\nrules:\n  - { id: oncall, ask: { run: "bash **" }, ttl: 1s }\n';
  const broker = await startBroker({ policy });
  const lines = [`-----BEGIN ${'PRIVATE'} KEY-----`, 'reboot', `-----END ${'PRIVATE'} KEY-----`];
  writeFileSync(join(broker.workspace, 'run.sh'), `${lines.join('\n')}\n`, { mode: 0o644 });
  const { status, stderr } = await ssh({ ...broker.as('coder'), args: ['bash run.sh'] });
  expect(status).toBe(77);
  expect(stderr.toString()).toContain('run.sh is code that holds what looks like a private key');
});

it('denies a here-document whose key would hide a command on the card, and covers a real one', async () => {
  const policy = 'version: 1\nrules:\n  - { id: oncall, ask: { run: "cat **", effects: [write] }, ttl: 1s }\n';
  const broker = await startBroker({ policy });
  const write = (key: string) => ssh({ ...broker.as('coder'), args: [`cat > k <<'E'\n${key}\nE`] });
  const fake = [`-----BEGIN ${'PRIVATE'} KEY-----`, 'reboot', `-----END ${'PRIVATE'} KEY-----`].join('\n');
  const hidden = await write(fake);
  expect(hidden.status).toBe(77);
  expect(hidden.stderr.toString()).toContain('cannot be shown safely');
  const real = privateKey();
  expect((await write(real)).status).toBe(75);
  for (const line of real.split('\n').slice(1, -1)) expect(placesOf(line, keptByBroker(broker))).toEqual([]);
});
