// A key gets into wrong hands, somebody leaves: the owner edits ostiary.yaml and reloads. Whoever has no place any more
// is out at once, with all that was granted; everybody else notices nothing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { eventually } from '../support/processes.ts';
import { type SshResult, spawnSsh, ssh } from '../support/ssh-client.ts';
import { signIn, startWebBroker } from '../support/web-visitor.ts';

const policy = `version: 1
rules:
  - { id: look, allow: { run: ["builtin:readonly@1", "sleep *"] } }
  - { id: oncall, ask: { run: "touch **" }, ttl: 60s }
`;

function edit(broker: TestBroker, change: (yaml: string) => string) {
  const before = readFileSync(broker.config, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(broker.config, after);
}

/** Takes the line of this identity out. */
const without = (name: string) => (yaml: string) => yaml.replace(new RegExp(`^ {2}- \\{ name: ${name},.*\\n`, 'm'), '');

/** An agent's command that is under way. */
function begin(broker: TestBroker, command: string) {
  const child = spawnSsh({ ...broker.as('coder'), args: [command] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise<Pick<SshResult, 'status'> & { readonly told: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, told: stderr })),
  );
}

const ofType = (broker: TestBroker, type: string) => broker.events().filter((event) => event.type === type);

it('ends what a removed agent runs and asks, closes the door to it, and tells it why', async () => {
  const broker = await startBroker({ policy });
  const running = begin(broker, 'sleep 600');
  const asking = begin(broker, 'touch late');
  await eventually('one runs, one asks', () => ofType(broker, 'started').length + ofType(broker, 'asked').length === 2);

  edit(broker, without('coder'));
  expect(broker.cli('reload')).toContain('identity coder: removed');
  const why = expect.stringContaining('the identity was removed');
  expect(await running).toEqual({ status: 77, told: why });
  expect(await asking).toEqual({ status: 130, told: why });
  expect(ofType(broker, 'cancelled')).toHaveLength(1);
  await eventually('both are closed', () => ofType(broker, 'closed').length === 2);
  expect(ofType(broker, 'closed').map(({ data }) => (data as { reason: string }).reason)).toEqual([
    'dismissed: the identity was removed',
    'dismissed: the identity was removed',
  ]);
  expect(existsSync(join(broker.workspace, 'late'))).toBe(false);
  const again = await ssh({ ...broker.as('coder'), args: ['pwd'] });
  expect(again.status).toBe(255);
  expect(ofType(broker, 'reloaded')).toMatchObject([
    { data: { swapped: true, lines: expect.arrayContaining(['identity coder: removed']) } },
  ]);
});

it('ends the console of an operator who left before another of their keys counts, and the rules they gave', async () => {
  const broker = await startBroker({ policy });
  const first = begin(broker, 'touch one');
  const operator = broker.shell({ identity: 'maria', login: 'console', cols: 120, rows: 40 });
  await operator.see('touch one');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  operator.type('s');
  await operator.see('without asking');
  operator.type('\r');
  await eventually('the rule is granted', () => ofType(broker, 'granted-rule').length === 1);
  edit(broker, without('maria'));
  broker.cli('reload');
  operator.type('a');
  await operator.exited;
  expect(ofType(broker, 'approved')).toEqual([]);
  expect(ofType(broker, 'revoked-rule')).toMatchObject([{ data: { why: 'the identity was removed' } }]);
  expect((await ssh({ ...broker.as('maria', 'console'), args: ['requests'] })).status).toBe(255);
  // The agent stays, and waits for somebody else.
  expect(ofType(broker, 'cancelled')).toEqual([]);
  expect((await ssh({ ...broker.as('coder'), args: ['pwd'] })).status).toBe(0);
  void first;
});

it('takes away a grant while its session runs, and lets a new identity in; others notice nothing', async () => {
  const broker = await startBroker({ policy });
  const lost = begin(broker, 'sleep 600');
  const console = broker.shell({ identity: 'maria', login: 'console', cols: 120, rows: 40 });
  await console.see('nothing waits for a decision');
  await eventually('it runs', () => ofType(broker, 'started').length === 1);
  edit(broker, (yaml) =>
    yaml
      .replace(/(name: coder,.*)targets: \[local\]/, '$1targets: []')
      .replace(/(name: other,.*)targets: \[\]/, '$1targets: [local]'),
  );
  const said = broker.cli('reload');
  expect(said).toContain('identity coder: other targets');
  expect(said).toContain('identity other: other targets');
  expect(await lost).toMatchObject({ status: 77, told: expect.stringContaining('the grant was taken away') });
  expect((await ssh({ ...broker.as('other'), args: ['echo in'] })).stdout.toString()).toBe('in\n');
  expect((await ssh({ ...broker.as('coder'), args: ['echo in'] })).status).toBe(77);
  console.type('q');
  expect(await console.exited).toBe(0);
});

it('ends sign-ins to the page with the identity, and asks who lost something to sign in anew', async () => {
  const web = await startWebBroker({ policy });
  const [aud, maria] = [await signIn(web, 'aud'), await signIn(web, 'maria')];
  const looks = async () => [(await aud.get('/api/v1/sessions')).status, (await maria.get('/api/v1/sessions')).status];
  expect(await looks()).toEqual([200, 200]);
  edit(web.broker, without('aud'));
  web.broker.cli('reload');
  expect(await looks()).toEqual([401, 200]);
  edit(web.broker, (yaml) => yaml.replace(/(name: maria,.*)targets: \["\*"\]/, '$1targets: [other]'));
  web.broker.cli('reload');
  expect(await looks()).toEqual([401, 401]);
});

it('keeps everybody where they are when the file is bad, and says what is read at the start only', async () => {
  const broker = await startBroker({ policy });
  const good = readFileSync(broker.config, 'utf8');
  writeFileSync(broker.config, without('coder')(good).replace('kind: auditor', 'kind: king'));
  const reloaded = await ssh({ ...broker.as('maria', 'console'), args: ['reload'] });
  expect(reloaded.status).not.toBe(0);
  expect(reloaded.stdout.toString()).toContain('the identities before still hold');
  expect((await ssh({ ...broker.as('coder'), args: ['pwd'] })).status).toBe(0);

  writeFileSync(broker.config, `${good}limits: { idle: 1h }\n`);
  expect(broker.cli('reload')).toContain('read at the start only, so not yet in force: limits');
});
