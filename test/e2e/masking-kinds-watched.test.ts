// Every kind that the corpora know, printed while people look on: at the console, over the page's socket.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { keptByBroker } from '../support/leaks.ts';
import { drawScreen } from '../support/screen.ts';
import { inBatches, maskEverything, secretKinds, shownIn } from '../support/secret-kinds.ts';
import { signIn, startWebBroker } from '../support/web-visitor.ts';

const agentSize = { cols: 180, rows: 110 };
/** Larger, so that nothing of the watched screen is cut. */
const consoleSize = { cols: 190, rows: 120 };

/** Rows of the agent's terminal that a text takes at most, with its label. */
const rowsOf = ({ text }: { readonly text: string }) =>
  text.split('\n').reduce((rows, line) => rows + 1 + Math.floor(line.length / agentSize.cols), 2);

it('shows nothing of any kind to who watches while it is printed', async () => {
  const web = await startWebBroker({ config: maskEverything });
  const { broker, port, origin } = web;
  const numbers = new Map(secretKinds.map(({ kind }, index) => [kind, index]));
  const batches = inBatches(secretKinds, rowsOf, agentSize.rows - 4);

  const agent = broker.shell(agentSize);
  await agent.see('$ ');
  const operator = broker.shell({ identity: 'maria', login: 'console', ...consoleSize });
  const screen = drawScreen(operator, consoleSize);
  await operator.see('nothing waits');
  operator.type('\t');
  await operator.see('local');
  operator.type('w');
  await operator.see('watching');

  const { cookie } = await signIn(web, 'aud');
  const [session = ''] = /ses_[\w-]+/.exec((await screen.rows()).join()) ?? [];
  const live: Buffer[] = [];
  const headers = { Cookie: cookie, Origin: origin };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/sessions/${session}/live`, ['v1.alis'], { headers });
  socket.on('message', (data: Buffer) => live.push(data));
  const ended = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.once('message', resolve));

  const seen: string[] = [];
  for (const [batch, kinds] of batches.entries()) {
    const labelled = kinds.map((kind) => `${kind.text}\nlabel-${numbers.get(kind.kind)}.\n`);
    writeFileSync(join(broker.workspace, `${batch}.txt`), labelled.join(''), { mode: 0o644 });
    agent.type(`clear; cat ${batch}.txt; echo end-$((${batch}+1000))\r`);
    const rows = await screen.shows(`batch ${batch}`, (text) => text.includes(`end-${batch + 1000}`));
    seen.push(...rows, rows.join(''));
    // All of the batch stood there at once, with masks.
    for (const { kind } of kinds) expect(rows.join('\n'), kind).toContain(`label-${numbers.get(kind)}.`);
    expect(rows.join('\n')).toContain('‹');
  }
  agent.type('exit\r');
  await agent.exited;
  expect(await ended).toBe(4000);
  await screen.shows('the end', (text) => /^ended /m.test(text));

  const page = Buffer.concat(live).toString('latin1');
  expect(page).toContain(`end-${batches.length + 999}`);
  const places = new Map([
    ['agent', Buffer.from(agent.shown).toString('latin1')],
    ['watch screen', Buffer.from(seen.join('\n')).toString('latin1')],
    ['console', Buffer.from(operator.shown).toString('latin1')],
    ['live page', page],
    ...keptByBroker(broker),
  ]);
  expect(shownIn(places)).toEqual([]);
  expect(secretKinds.length).toBeGreaterThan(200);
});
