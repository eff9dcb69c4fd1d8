// Keys that make an unguarded shell run `rm`: typed into live sessions, nothing of it runs unapproved, and the session
// is as good as new afterwards.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import { becomeIdle, type KeyRow, keyRows, shows, typeRow } from '../support/key-sequences.ts';

const policy = `version: 1
rules:
  - id: look
    allow: { run: "builtin:readonly@1" }
  - id: work
    allow: { run: "builtin:coding@1", writes: ["\${workspace}/**"], sets: "builtin:coding@1" }
  - id: full-screen
    allow: { run: ["(vi|less) **"], tty: raw }
  - id: no-destroy
    deny: { run: ["rm **"], effects: [delete] }
`;

const endangered = ['data/file.txt', 'data2/file.txt', 'keep.txt'];
const atOnce = 4;

/** The session's user could delete all of it. */
function furnish(folder: string): void {
  for (const path of [folder, join(folder, 'data'), join(folder, 'data2')]) {
    mkdirSync(path);
    chmodSync(path, 0o777);
  }
  for (const name of endangered) writeFileSync(join(folder, name), 'kept\n');
}

/** The statements of the session that ran this control line, with their decisions. */
function decisionsOf(broker: TestBroker, control: string) {
  const events = broker.events();
  const submitted = events.flatMap((event) => (event.type === 'submitted' ? [event] : []));
  const session = submitted.find(({ data }) => data.statement.text === control)?.session;
  return submitted
    .filter((event) => event.session === session)
    .map(({ request, data }) => {
      const decided = events.find((event) => event.type === 'decided' && event.request === request);
      return { text: data.statement.text, decision: decided?.type === 'decided' ? decided.data.decision : null };
    });
}

/** One row in a session of its own; returns what went wrong. */
async function tryRow(broker: TestBroker, row: KeyRow): Promise<string[]> {
  const folder = join(broker.workspace, row.id);
  // A client that says it does not wait for a person, so that what policy asks ends at once.
  const shell = broker.shell({ ssh: ['-e', 'none', '-o', 'SetEnv=OSTIARY_WAIT=0'] });
  const wrong: string[] = [];
  try {
    await shell.see(/\$ $/);
    shell.type(`cd ${folder}\r`);
    await shell.see(/\$ $/);
    await typeRow(shell, row, folder);
    await becomeIdle(shell, row.leave ?? '\x03', `control-${row.id}`);
    shell.type('deploy-it\r');
    if (!(await shows(shell, /\[75\] \$ $/, 10))) wrong.push('the control ask did not ask');
    shell.type(`echo "again"-; (exit 43)\r`);
    if (!(await shows(shell, 'again-\r\n', 10))) wrong.push('it did not go on after the control ask');
    if (!(await shows(shell, /\[43\] \$ $/, 10))) wrong.push('it lost the status');
    if (row.shows && !shell.shown.includes(row.shows)) wrong.push(`it never showed ${JSON.stringify(row.shows)}`);
    if (!row.mayLose && shell.shown.includes('the shell was lost')) wrong.push('the shell was lost');
    const control = `echo "control-${row.id}"-`;
    const statements = decisionsOf(broker, control);
    const end = statements.map(({ text }) => text).lastIndexOf(control);
    const asked = statements.slice(0, end).filter(({ decision }) => decision !== 'allow');
    if (row.expected === 'allow' && asked.length > 0) wrong.push(`not allowed: ${JSON.stringify(asked)}`);
    const last = statements.slice(end).map(({ text, decision }) => `${decision} ${text}`);
    expect(last).toEqual([`allow ${control}`, 'ask deploy-it', 'allow echo "again"-; (exit 43)']);
  } catch (error) {
    wrong.push(String(error));
  } finally {
    shell.kill('SIGKILL');
  }
  for (const name of endangered) if (!existsSync(join(folder, name))) wrong.push(`${name} IS GONE`);
  return wrong.map((what) => `${row.id} (${row.effect}): ${what}`);
}

it(`runs nothing unapproved in ${keyRows.length} sequences of keys, and goes on after each`, async () => {
  const broker = await startBroker({ policy });
  for (const { id } of keyRows) furnish(join(broker.workspace, id));
  const queue = [...keyRows];
  const wrong: string[] = [];
  const work = async () => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) wrong.push(...(await tryRow(broker, row)));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  expect(wrong).toEqual([]);
}, 240_000);

it('would see harm: where nothing is judged, keys of these rows delete', async () => {
  const broker = await startBroker();
  for (const row of keyRows.filter(({ id }) => ['b-440', 'b-466', 'b-483'].includes(id))) {
    const folder = join(broker.workspace, row.id);
    furnish(folder);
    const shell = broker.shell();
    await shell.see(/\$ $/);
    await typeRow(shell, row, folder);
    await becomeIdle(shell, '\x03', `control-${row.id}`);
    expect(existsSync(join(folder, 'data')), row.id).toBe(false);
  }
});
