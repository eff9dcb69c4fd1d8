// The full-screen console of the real broker: an agent asks over ssh, an operator answers at a terminal.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { spawnSsh } from '../support/ssh-client.ts';

const policy = `version: 1
rules:
  - id: look
    allow: { run: ["builtin:readonly@1", "sleep *"] }
  - id: oncall
    ask: { run: ["touch **"] }
    ttl: 60s
`;

it('runs what an operator approves at the screen, shows who is inside, and gives the terminal back', async () => {
  const broker = await startBroker({ policy });
  const file = join(broker.workspace, 'made');
  const operator = broker.shell({ identity: 'maria', login: 'console', cols: 100 });
  await operator.see('nothing waits for a decision');

  const agent = spawnSsh({ ...broker.as('coder'), args: [`touch ${file}; sleep 30`] });
  agent.stdin.end();
  const ended = new Promise<number | null>((resolve) => agent.on('close', resolve));
  await operator.see('(1) ostiary');
  await operator.see('touch');
  // A card that has just come refuses: the finger stays on the key.
  for (let press = 0; press < 40 && !existsSync(file); press++) {
    operator.type('a');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  expect(existsSync(file)).toBe(true);
  await operator.see('approved');

  operator.type('\t');
  await operator.see('sleep 30');
  operator.type('w');
  await operator.see('watching');
  operator.type('k');
  await operator.see('kill the session');
  operator.type('y');
  expect(await ended).toBe(143);
  operator.type('\x1b');
  await operator.see('agent');
  operator.type('q');
  expect(await operator.exited).toBe(0);
  expect(operator.shown).toContain('\x1b[?1049l');
  expect(broker.events().map(({ type }) => type)).toEqual(expect.arrayContaining(['asked', 'approved', 'watched']));
});
