// How much is masked where: what a target says, what a named rule says, and that showing secrets is an event.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { keptByBroker, placesOf } from '../support/leaks.ts';
import { hostingToken } from '../support/secrets.ts';
import { ssh } from '../support/ssh-client.ts';

const mail = 'someone.private@firm.example.com';

function put(broker: TestBroker): string {
  const token = hostingToken();
  writeFileSync(join(broker.workspace, 'all.txt'), `token ${token}\nmail ${mail}\n`, { mode: 0o644 });
  return token;
}

const show = async (broker: TestBroker, command: string) =>
  (await ssh({ ...broker.as('coder'), args: [command] })).stdout.toString();

it('masks personal data only where the target or a rule says so', async () => {
  const broker = await startBroker();
  const token = put(broker);
  const usual = await show(broker, 'cat all.txt');
  expect(usual).toMatch(/^token ‹gitlab-token:[\w-]{6}›$/m);
  expect(usual).toContain(mail);

  await broker.stop();
  const yaml = readFileSync(broker.config, 'utf8');
  writeFileSync(broker.config, yaml.replace('    kind: local\n', '    kind: local\n    redact: all\n'), {
    mode: 0o600,
  });
  await broker.restart();
  const raised = await show(broker, 'cat all.txt');
  expect(raised).toMatch(/^token ‹gitlab-token:[\w-]{6}›\nmail ‹email:[\w-]{6}›$/m);
  expect(placesOf(token, keptByBroker(broker))).toEqual([]);
});

it('lets a named rule raise and lower it for its commands alone; lowering is an event', async () => {
  const policy = `version: 1
rules:
  - { id: look, allow: { run: "cat **" } }
  - { id: people, allow: { run: "head **" }, redact: all }
  - { id: tokens, allow: { run: "tail **" }, redact: pii }
  - { id: plain, allow: { run: "sort **" }, redact: off }
`;
  const broker = await startBroker({ policy });
  const token = put(broker);
  const masked = /^token ‹gitlab-token:[\w-]{6}›$/m;
  const people = /^mail ‹email:[\w-]{6}›$/m;
  const looked = await show(broker, 'cat all.txt');
  expect(looked).toMatch(masked);
  expect(looked).toContain(mail);
  const raised = await show(broker, 'head all.txt');
  expect(raised).toMatch(masked);
  expect(raised).toMatch(people);
  expect(broker.events().some(({ type }) => type === 'unmasked')).toBe(false);
  expect(placesOf(token, keptByBroker(broker))).toEqual([]);

  const shown = await show(broker, 'tail all.txt');
  expect(shown).toContain(token);
  expect(shown).toMatch(people);
  expect(await show(broker, 'sort all.txt')).toBe(`mail ${mail}\ntoken ${token}\n`);
  const unmasked = broker.events().filter(({ type }) => type === 'unmasked');
  expect(unmasked.map(({ data }) => data)).toEqual([
    expect.objectContaining({ rule: 'tokens', redact: 'pii' }),
    expect.objectContaining({ rule: 'plain', redact: 'off' }),
  ]);
  // The next statement is masked as usual again.
  expect(await show(broker, 'cat all.txt')).toMatch(masked);
});
