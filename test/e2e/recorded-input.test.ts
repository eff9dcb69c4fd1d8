// What is typed is recorded only where the config or a raw program wants it, and never while it is not shown.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';

/** All that was recorded as typed. */
function typed(broker: TestBroker): string {
  const opened = broker.events().find((event) => event.type === 'opened');
  const cast = readFileSync(join(broker.dir, 'recordings', String(opened?.data.recording)), 'utf8');
  const events = cast
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as [number, string, string]);
  return events.flatMap(([, code, data]) => (code === 'i' ? [data] : [])).join('');
}

async function typeAtPrograms(broker: TestBroker): Promise<void> {
  const shell = broker.shell();
  await shell.see(/\$ $/);
  shell.type('read -r x\r');
  await shell.see('\r\n');
  shell.type('visible\r');
  await shell.see(/\$ $/);
  shell.type('read -rs x; echo read\r');
  await shell.see('\r\n');
  await new Promise((resolve) => setTimeout(resolve, 500));
  shell.type('hidden\r');
  await shell.see('read\r\n');
  await shell.see(/\$ $/);
  shell.type('exit\r');
  await shell.exited;
}

it('records no input by default', async () => {
  const broker = await startBroker();
  await typeAtPrograms(broker);
  expect(typed(broker)).toBe('');
});

it('records input where the config says so, but not what the terminal does not echo', async () => {
  const broker = await startBroker({ config: 'recordings: { input: true }\n' });
  await typeAtPrograms(broker);
  expect(typed(broker)).toContain('visible');
  expect(typed(broker)).not.toContain('hidden');
});

it('always records what a program under a raw grant is given', async () => {
  const policy =
    'version: 1\nrules:\n  - { id: editor, allow: { run: ["vim **"], reads: ["/**"], writes: ["/**"], tty: raw } }\n';
  const broker = await startBroker({ policy });
  const shell = broker.shell();
  await shell.see(/\$ $/);
  shell.type('vim note.txt\r');
  await shell.see('[New]');
  await new Promise((resolve) => setTimeout(resolve, 500));
  shell.type('ihello\x1b');
  await shell.see('hello');
  shell.type(':q!\r');
  await shell.see(/\$ $/);
  shell.type('exit\r');
  await shell.exited;
  expect(typed(broker).replaceAll('\r', '')).toContain('ihello');
});
