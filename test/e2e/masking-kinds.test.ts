// Every kind that the corpora know, printed by a real program: nothing of it is anywhere.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { keptByBroker } from '../support/leaks.ts';
import { maskEverything, secretKinds, shownIn } from '../support/secret-kinds.ts';
import { ssh } from '../support/ssh-client.ts';

it('prints every kind and shows none of it: agent, recording, database, search index, log', async () => {
  const broker = await startBroker({ config: maskEverything });
  for (const [index, { text }] of secretKinds.entries()) {
    writeFileSync(join(broker.workspace, `${index}.txt`), `${text}\n\n`, { mode: 0o644 });
  }
  const input = secretKinds.map((_, index) => `cat ${index}.txt`).join('\n');
  const scripted = await ssh({ ...broker.as('coder'), input: `${input}\n` });
  const typed = await ssh({ ...broker.as('coder'), options: ['-tt'], args: ['cat $(ls *.txt | sort -n)'] });
  expect(scripted.status).toBe(0);
  expect(scripted.stdout.toString()).toContain('‹');
  const agent = Buffer.concat([scripted.stdout, scripted.stderr, typed.stdout]).toString('latin1');
  expect(shownIn(new Map([['agent', agent], ...keptByBroker(broker)]))).toEqual([]);
  expect(secretKinds.length).toBeGreaterThan(200);
});
