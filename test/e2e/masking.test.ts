import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { keptByBroker, placesOf } from '../support/leaks.ts';
import { eventually } from '../support/processes.ts';
import { chatToken, hostingToken, password, privateKey, randomText } from '../support/secrets.ts';
import { spawnSsh, ssh } from '../support/ssh-client.ts';

const policy = `version: 1
rules:
  - { id: look, allow: { run: "builtin:readonly@1" } }
  - { id: oncall, ask: { run: "tee **" }, ttl: 30s }
  - { id: no-delete, deny: { deletes: "/srv/**" } }
  - { id: notes, allow: { writes: "\${workspace}/**" } }
`;

const put = (broker: TestBroker, name: string, text: string) => {
  const file = join(broker.workspace, name);
  writeFileSync(file, text, { mode: 0o644 });
  return file;
};

const operate = (broker: TestBroker, ...words: readonly string[]) =>
  ssh({ ...broker.as('maria', 'console'), args: [words.join(' ')] });

function expectNowhere(values: readonly string[], places: ReadonlyMap<string, string>) {
  for (const value of values) expect(placesOf(value, places)).toEqual([]);
}

it('shows each kind to nobody, in a pipe, a script and a terminal', async () => {
  const known = `${randomText(10)} "with quotes"`;
  const broker = await startBroker({
    config: `redaction: { pii: all, columns: { surname: full }, values: [${JSON.stringify(known)}] }\n`,
  });
  const token = hostingToken();
  const word = password();
  const key = privateKey();
  const lines = key.split('\n').slice(1, -1);
  const file = put(
    broker,
    'all.txt',
    [
      `token ${token}`,
      `password=${word}`,
      key,
      `see ${known} there`,
      `base64 ${Buffer.from(known).toString('base64')}`,
      'mail someone.private@firm.example.com',
      ' id | surname',
      '----+---------',
      '  1 | Featherstone',
      '(1 row)',
      'the end',
      '',
    ].join('\n'),
  );
  const secret = [token, word, ...lines, known, Buffer.from(known).toString('base64').slice(0, -4)];
  const values = [...secret, 'someone.private', 'Featherstone'];
  const piped = await ssh({ ...broker.as('coder'), args: [`cat ${file}; cat ${file} >&2`] });
  const scripted = await ssh({ ...broker.as('coder'), input: `cat ${file}\n` });
  const typed = broker.shell();
  await typed.see('$ ');
  typed.type(`cat ${file}\r`);
  await typed.see('the end');
  await typed.see('$ ');
  typed.type('exit\r');
  await typed.exited;
  for (const shown of [piped.stdout, piped.stderr, scripted.stdout, Buffer.from(typed.shown)]) {
    expect(shown.toString()).toContain('the end');
    expect(shown.toString()).toMatch(/token ‹[a-z-]+:[\w-]{6}›/);
  }
  const agent = new Map([['agent', [piped.stdout, piped.stderr, scripted.stdout, typed.shown].join()]]);
  expectNowhere(values, new Map([...agent, ...keptByBroker(broker)]));
  const finished = broker.events().filter(({ type }) => type === 'finished');
  expect(finished[0]?.data).toMatchObject({
    masks: { known: expect.any(Number), email: 2, 'private-key': expect.any(Number) },
  });
});

it('shows nothing through vim, less, watch, a window title or a link', async () => {
  const broker = await startBroker();
  const token = chatToken();
  const word = password();
  const file = put(broker, 'notes.txt', `first line\n\ntoken ${token}\n\nDB_PASSWORD=${word}\n\nlast line\n`);
  const shell = broker.shell();
  const watcher = broker.shell({ identity: 'maria', login: 'console' });
  await watcher.see('nothing waits');
  watcher.type('\t');
  await watcher.see('local');
  watcher.type('w');
  await watcher.see('watching');
  await shell.see('$ ');
  for (const [line, sign, keys] of [
    [`less ${file}`, '(END)', 'q'],
    // What vim paints row by row may be masked with a neighbour.
    [`vim -u NONE -i NONE ${file}`, 'last line', ':q!\r'],
    [`watch -t -n 1 cat ${file}`, 'last line', '\x03'],
    [`printf '\\033]0;%s\\007' "$(sed -n 3p ${file})"; echo titled`, /titled\r\n/, ''],
    [
      `printf '\\033]8;;https://x.example/?t=%s\\033\\\\link\\033]8;;\\033\\\\' "$(sed -n 3p ${file} | cut -c7-)"; echo linked`,
      /linked\r\n/,
      '',
    ],
  ] as const) {
    shell.type(`${line}\r`);
    await shell.see('‹');
    await shell.see(sign);
    shell.type(keys);
    await shell.see('$ ');
  }
  shell.type('exit\r');
  await shell.exited;
  await eventually('the watcher saw all of it', () => watcher.shown.includes('linked'));
  const seen = new Map([
    ['agent', shell.shown],
    ['watcher', watcher.shown],
  ]);
  expectNowhere([token, word], new Map([...seen, ...keptByBroker(broker)]));
});

it('masks a statement wherever it is told, and runs exactly what was sent', async () => {
  const broker = await startBroker({ policy });
  const token = hostingToken();
  const word = password();
  const agent = spawnSsh({
    ...broker.as('coder'),
    args: [`tee out.txt <<< token=${token}`],
    environment: { OSTIARY_REASON: `rotating ${token}` },
    options: ['-o', 'SendEnv=OSTIARY_*'],
  });
  agent.stdin.end();
  let said = '';
  agent.stderr.on('data', (bytes) => (said += bytes));
  agent.stdout.on('data', (bytes) => (said += bytes));
  const ended = new Promise<number | null>((resolve) => agent.on('close', resolve));
  await eventually('a person is asked', () => /a person is asked/.test(said));
  const [request = ''] = /req_\w+/.exec(said) ?? [];
  const card = (await operate(broker, 'requests', '--json')).stdout.toString();
  expect(JSON.parse(card).statement).toMatch(/^tee out\.txt <<< token=‹[a-z-]+:[\w-]{6}›$/);
  expect(JSON.parse(card).reason).toMatch(/^rotating ‹[a-z-]+:[\w-]{6}›$/);
  const screen = broker.shell({ identity: 'maria', login: 'console', cols: 120, rows: 32 });
  await screen.see('rotating');
  expect((await operate(broker, 'approve', request, `fine, it is new: password=${word}`)).status).toBe(0);
  expect(await ended).toBe(0);
  expect(readFileSync(join(broker.workspace, 'out.txt'), 'utf8')).toBe(`token=${token}\n`);
  const submitted = broker.events().find(({ type }) => type === 'submitted');
  expect(submitted?.data).toMatchObject({ statement: { sha256: null, masks: expect.anything() } });

  const denied = await ssh({ ...broker.as('coder'), args: [`rm -rf /srv/${token}`] });
  expect(denied.status).toBe(77);
  expect(JSON.parse(denied.stderr.toString().trim().split('\n').at(-1) ?? '')).toMatchObject({
    masked: expect.anything(),
  });

  const shell = broker.shell();
  await shell.see('$ ');
  // Key by key, as a person types.
  for (const key of `echo token=${token}`) {
    shell.type(key);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await shell.see('‹…›');
  shell.type('\r');
  await shell.see(/\n.*‹[a-z-]+:[\w-]{6}›\r\n/);
  await shell.see('$ ');
  shell.type('exit\r');
  await shell.exited;
  screen.type('q');
  await screen.exited;
  const told = new Map([
    ['agent', said + shell.shown + denied.stderr.toString()],
    ['card', card + screen.shown],
  ]);
  // What was typed last may stand for a moment; a run of half a token must not.
  expectNowhere([token, word, token.slice(0, 14), token.slice(-14)], new Map([...told, ...keptByBroker(broker)]));
});

it('denies what holds a mask, and what cannot be shown without hiding what it does', async () => {
  const broker = await startBroker({ policy });
  const masked = await ssh({ ...broker.as('coder'), args: ["echo 'key=‹gitlab-token:a1B2c3›' > .env.new"] });
  expect(masked.status).toBe(77);
  expect(masked.stderr.toString()).toContain('it holds a mask');
  expect(existsSync(join(broker.workspace, '.env.new'))).toBe(false);

  const known = `${randomText(8)} ${randomText(8)}`;
  const second = await startBroker({ policy, config: `redaction: { values: ["${known}"] }\n` });
  const split = await ssh({ ...second.as('coder'), args: [`echo ${known}`] });
  expect(split.status).toBe(77);
  expect(split.stderr.toString()).toContain('cannot be shown safely');
  expectNowhere([known], new Map([['agent', `${split.stdout}${split.stderr}`], ...keptByBroker(second)]));
});

it('never shows the beginning of a value that stalls, and never delays a prompt', async () => {
  const broker = await startBroker();
  const word = password();
  const { stdout } = await ssh({
    ...broker.as('coder'),
    args: [`printf 'DB_PASSWORD=${word.slice(0, 7)}'; sleep 1; printf '${word.slice(7)}\\n'; echo done`],
  });
  expect(stdout.toString()).toMatch(/^DB_PASSWORD=‹[a-z-]+:[\w-]{6}›\ndone\n$/);
  const { stdout: prompt } = await ssh({ ...broker.as('coder'), args: ["printf 'Continue? '; sleep 0.2; echo yes"] });
  expect(prompt.toString()).toBe('Continue? yes\n');
});
