// Who is not known gets no further than authentication; who is known but not welcome learns nothing about targets.
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { ssh } from '../support/ssh-client.ts';

it('refuses an unknown key for any login name in the same plain way', async () => {
  const broker = await startBroker();
  for (const login of ['local', 'nowhere', 'console', 'root']) {
    const result = await ssh({ ...broker.as('stranger', login), args: ['true'] });
    expect(result.status).toBe(255);
    expect(result.stderr.toString()).toMatch(/^[^\n]*Permission denied \(publickey\)\.\s*$/);
  }
  const refused = broker.events().filter(({ type }) => type === 'refused');
  expect(refused.length).toBeGreaterThan(0);
});

it('tells a known key one and the same sentence for an unknown target and one not granted', async () => {
  const broker = await startBroker();
  const answers = [];
  for (const [identity, login] of [
    ['coder', 'nowhere'],
    ['other', 'local'],
    ['other', 'nowhere'],
    ['coder', 'Local'],
    ['aud', 'local'],
  ] as const) {
    const result = await ssh({ ...broker.as(identity, login), args: ['id'] });
    expect(result.status).toBe(77);
    expect(result.stdout.length).toBe(0);
    answers.push(result.stderr.toString().split('\n')[0]);
  }
  expect(new Set(answers).size).toBe(1);
  const reasons = broker.events().flatMap((event) => (event.type === 'refused' ? [event.data.reason] : []));
  expect(reasons).toEqual(['unknown-target', 'not-granted', 'unknown-target', 'unknown-target', 'not-granted']);
});

it('answers every session channel of such a login, shell and exec, with the sentence and 77', async () => {
  const broker = await startBroker();
  const shell = broker.shell({ login: 'nowhere' });
  await shell.see('this target does not exist or is not granted to you');
  expect(await shell.exited).toBe(77);
});

it('opens the console for operators and auditors, and has a sentence for agents', async () => {
  const broker = await startBroker();
  for (const identity of ['maria', 'aud']) {
    const result = await ssh({ ...broker.as(identity, 'console'), args: ['sessions', '--json'] });
    expect(result.status).toBe(0);
  }
  const result = await ssh({ ...broker.as('coder', 'console'), args: ['sessions'] });
  expect(result.status).toBe(77);
  expect(result.stderr.toString()).toContain('the console is for operators and auditors');
});

it('says which letters are kept for later in a login name', async () => {
  const broker = await startBroker();
  const result = await ssh({ ...broker.as('coder', 'local+x'), args: ['true'] });
  expect(result.status).toBe(77);
  expect(result.stderr.toString()).toContain('"+"');
});
