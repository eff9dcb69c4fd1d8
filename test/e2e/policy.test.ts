// Every statement is judged before a shell sees it, in every mode; what is denied leaves no trace on the target.
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { ssh } from '../support/ssh-client.ts';

/** An agent that does not wait for a person. */
const withoutWaiting = { options: ['-o', 'SendEnv=OSTIARY_WAIT'], environment: { OSTIARY_WAIT: '0' } };

const policy = `version: 1
rules:
  - id: look
    allow: { run: "builtin:readonly@1" }
  - id: work
    allow:
      run: ["builtin:coding@1", "sleep *"]
      writes: ["\${workspace}/**"]
  - id: no-destroy
    deny: { effects: [delete] }
    say: "deleting needs a change ticket"
`;

it('denies in each mode with the sentence, the JSON line and 77, and runs nothing, not even what stands before it', async () => {
  const broker = await startBroker({ policy });
  const keep = join(broker.workspace, 'keep.txt');
  const first = join(broker.workspace, 'first');
  writeFileSync(keep, 'kept');
  const line = `echo x > ${first}; rm -rf ${keep}`;

  const exec = await ssh({
    ...broker.as('coder'),
    args: [line],
    environment: { OSTIARY_NONCE: 'n-1' },
    options: ['-o', 'SendEnv=OSTIARY_NONCE'],
  });
  const [sentence, json = ''] = exec.stderr.toString().split('\n');
  expect(exec.status).toBe(77);
  expect(sentence).toMatch(
    /^ostiary: denied by policy \(rule no-destroy\): deleting needs a change ticket \[req_\w+\]$/,
  );
  expect(JSON.parse(json)).toMatchObject({
    ostiary: 1,
    target: 'local',
    verdict: 'denied',
    by: 'policy',
    rule: 'no-destroy',
    note: null,
    retry: false,
    exit: 77,
    nonce: 'n-1',
  });

  const script = await ssh({ ...broker.as('coder'), options: ['-T'], input: `echo one\n${line}\necho > ${first}\n` });
  expect(script.stdout.toString()).toBe('one\n');
  expect(script.status).toBe(77);
  const withTerminal = await ssh({ ...broker.as('coder'), options: ['-tt'], args: [line] });
  expect(withTerminal.status).toBe(77);
  expect(withTerminal.stdout.toString()).toMatch(/ostiary: denied by policy \(rule no-destroy\)/);

  const shell = broker.shell();
  await shell.see(/\$ $/);
  shell.type(`${line}\r`);
  await shell.see('ostiary: denied by policy (rule no-destroy)');
  await shell.see(/\[77\] \$ $/);
  shell.type('echo "was $?"\r');
  await shell.see('was 77\r\n');
  await shell.see(/\$ $/);
  shell.type('exit\r');
  await shell.exited;

  expect(readFileSync(keep, 'utf8')).toBe('kept');
  expect(existsSync(first)).toBe(false);
  const dropped = broker.events().filter(({ type }) => type === 'dropped');
  expect(dropped).toHaveLength(1);
  const decided = broker.events().flatMap((event) => (event.type === 'decided' ? [event.data] : []));
  expect(decided.filter(({ decision }) => decision === 'deny')).toHaveLength(4);
  expect(new Set(decided.map(({ policy }) => policy)).size).toBe(1);
});

it('answers what would ask with 75 where nobody waits, and says that this is no approval', async () => {
  const broker = await startBroker({ policy });
  const result = await ssh({ ...broker.as('coder'), ...withoutWaiting, args: ['deploy-it'] });
  expect(result.status).toBe(75);
  expect(result.stderr.toString()).toContain('this is not an approval');
});

it('lets the ordinary through, and keeps its head about directory, variables and functions', async () => {
  const broker = await startBroker({ policy });
  const input = `mkdir -p sub && cd sub
echo data > file.txt
name=file.txt
cat "$name"
for i in 1 2; do echo "$i" >> "$name"; done
wc -l < file.txt`;
  const result = await ssh({ ...broker.as('coder'), options: ['-T'], input });
  expect(result.stderr.toString()).toBe('');
  expect(result.stdout.toString()).toBe('data\n3\n');
});

it('follows a symlink out of the workspace before it decides', async () => {
  const broker = await startBroker({ policy });
  symlinkSync('/etc', join(broker.workspace, 'out'));
  const result = await ssh({ ...broker.as('coder'), ...withoutWaiting, args: ['echo x > out/motd.new'] });
  expect(result.status).toBe(75);
  expect(existsSync('/etc/motd.new')).toBe(false);
});

it('never lets a statement at the broker’s own files, whatever the policy says', async () => {
  const broker = await startBroker({
    policy: `${policy}  - { id: all, allow: { reads: ["/**"], writes: ["/**"] } }\n`,
  });
  for (const line of [
    `cat ${broker.config}`,
    `ls ${broker.dir}/state`,
    `echo x > ${broker.dir}/policy.yaml`,
    `grep -r x ${broker.dir}`,
  ]) {
    const result = await ssh({ ...broker.as('coder'), args: [line] });
    expect(result.status, line).toBe(77);
  }
});

it('answers ostiary whoami, explain, help and reset itself, and only as a statement of its own', async () => {
  const broker = await startBroker({ policy });
  const who = await ssh({ ...broker.as('coder'), args: ['ostiary whoami'] });
  expect(who.stdout.toString()).toMatch(/^agent coder, owner maria.*level line-checked/s);
  const explained = await ssh({ ...broker.as('coder'), args: ["ostiary explain 'rm -rf src'"] });
  expect(explained.status).toBe(0);
  expect(explained.stdout.toString()).toContain('no-destroy');
  const piped = await ssh({ ...broker.as('coder'), args: ['ostiary whoami | cat'] });
  expect(piped.status).toBe(77);
  expect(piped.stderr.toString()).toContain('as a statement of its own');

  const shell = broker.shell();
  await shell.see(/\$ $/);
  shell.type('cd /usr; x=1\r');
  await shell.see(/usr[^$]*\$ $/);
  shell.type('ostiary reset\r');
  await shell.see('\r\n');
  await shell.see(/\$ $/);
  shell.type('echo "[$x] $PWD"\r');
  await shell.see(`[] ${broker.workspace}\r\n`);
});

it('limits how often, and says when it may go on', async () => {
  const broker = await startBroker({ policy: `${policy}  - { id: pace, limit: { commands: 3/m } }\n` });
  const results = [];
  for (let index = 0; index < 5; index += 1) results.push(await ssh({ ...broker.as('coder'), args: ['true'] }));
  expect(results.map(({ status }) => status)).toEqual([0, 0, 0, 75, 75]);
  const json = JSON.parse(results[4]?.stderr.toString().split('\n')[1] ?? '{}');
  expect(json).toMatchObject({ verdict: 'denied', by: 'limit', rule: 'pace', retry: true, exit: 75 });
  expect(json.retryAfter).toBeGreaterThan(0);
});

it('reads the policy again on request, and never takes a bad or a looser one by itself', async () => {
  const broker = await startBroker({ policy });
  const file = join(broker.dir, 'policy.yaml');
  const rm = ['rm nothing.txt'];
  const reload = (...options: readonly string[]) => {
    try {
      return { status: 0, said: broker.cli('reload', ...options) };
    } catch (error) {
      const { status, stdout } = error as { readonly status: number; readonly stdout: string };
      return { status, said: stdout };
    }
  };
  expect((await ssh({ ...broker.as('coder'), args: rm })).status).toBe(77);

  writeFileSync(file, policy.replace('deny: {', 'dney: {'));
  expect(reload()).toMatchObject({ status: 1, said: expect.stringContaining('dney') });
  expect((await ssh({ ...broker.as('coder'), args: rm })).status).toBe(77);

  writeFileSync(
    file,
    policy.replace('deny: { effects: [delete] }', 'allow: { run: ["rm **"], deletes: ["${workspace}/**"] }'),
  );
  expect(reload()).toMatchObject({ status: 1, said: expect.stringContaining('would become looser') });
  expect((await ssh({ ...broker.as('coder'), args: rm })).status).toBe(77);

  expect(reload('--accept-looser')).toMatchObject({ status: 0, said: expect.stringContaining('holds') });
  expect((await ssh({ ...broker.as('coder'), args: rm })).status).toBe(1);
});
