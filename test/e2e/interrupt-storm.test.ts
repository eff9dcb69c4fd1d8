// ctrl-C at every moment of long statements: text inside a quoted string never runs, no session is lost.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import type { TypedTerminal } from '../support/terminal.ts';

/** Keys that come while the statement still runs are its own and dropped with it, hence more than one try. */
async function becomeIdle(shell: TypedTerminal, word: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    shell.type(`echo "${word}"-\r`);
    try {
      await shell.see(`${word}-\r\n`, 3);
      await shell.see(/\$ $/);
      return;
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

const rounds = Number(process.env.OSTIARY_STORM_ROUNDS ?? 60);

it(`survives ${rounds} rounds of random ctrl-C`, async () => {
  const broker = await startBroker();
  const marker = join(broker.workspace, 'quoted-text-ran');
  const shell = broker.shell();
  await shell.see(/\$ $/);
  const filler = `; touch ${marker}; `.repeat(200);
  let seed = 20_261_121;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  for (let round = 0; round < rounds; round += 1) {
    shell.type(`: '${filler}'; for i in 1 2 3; do : "${filler.slice(0, 400)}"; done; sleep 0.0${random(10)}\r`);
    for (let presses = 1 + random(9); presses > 0; presses -= 1) {
      await new Promise((resolve) => setTimeout(resolve, random(12)));
      shell.type('\x03');
    }
    await becomeIdle(shell, `idle-${round}`);
  }
  expect(existsSync(marker)).toBe(false);
  expect(shell.shown).not.toContain('the shell was lost');
});
