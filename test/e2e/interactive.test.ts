// An interactive shell through the real ssh client: the broker owns the line, the target's shell keeps the state.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startBroker, type TestBroker } from '../support/broker.ts';
import type { TypedTerminal } from '../support/terminal.ts';

const prompt = /\$ $/;

async function enter(terminal: TypedTerminal, line: string): Promise<string> {
  terminal.type(`${line}\r`);
  await terminal.see('\r\n');
  return terminal.see(prompt);
}

async function openShell(broker: TestBroker): Promise<TypedTerminal> {
  const shell = broker.shell();
  await shell.see(prompt);
  return shell;
}

it('keeps directory, variables, functions and status from statement to statement', async () => {
  const shell = await openShell(await startBroker());
  await enter(shell, 'cd /usr; x=41; twice() { echo "$1$1"; }');
  expect(await enter(shell, 'echo "$PWD $((x + 1))"; twice ab')).toContain('/usr 42\r\nabab\r\n');
  await enter(shell, '(exit 7)');
  expect(await enter(shell, 'echo "was $?"')).toContain('was 7\r\n');
});

it('shows target, directory and the last status in the prompt', async () => {
  const shell = await openShell(await startBroker());
  expect(await enter(shell, 'cd /usr/lib; false')).toMatch(/local.*\/usr\/lib.*1.*\$ $/s);
});

it('asks for the rest of an unfinished statement and runs here-documents and loops', async () => {
  const shell = await openShell(await startBroker());
  shell.type('for i in 1 2; do\r');
  await shell.see('> ');
  expect(await enter(shell, 'echo "n$i"; done')).toContain('n1\r\nn2\r\n');
  shell.type('cat <<END\r');
  await shell.see('> ');
  shell.type('inside $((3 * 3))\r');
  await shell.see('> ');
  expect(await enter(shell, 'END')).toContain('inside 9\r\n');
});

it('hands keys to a reading program, and hides nothing of read -s from it', async () => {
  const shell = await openShell(await startBroker());
  shell.type('read -r name; echo "hello $name"\r');
  await shell.see('\r\n');
  shell.type('world\r');
  await shell.see('hello world\r\n');
  await shell.see(prompt);
  shell.type('read -rs secret; echo "${#secret} letters"\r');
  await shell.see('\r\n');
  // The terminal echoes until `read` has told it not to.
  await new Promise((resolve) => setTimeout(resolve, 300));
  shell.type('quiet\r');
  const answer = await shell.see('5 letters');
  expect(answer).not.toContain('quiet');
});

it('stops a program with ctrl-C, a loop too, and goes on with status 130', async () => {
  const shell = await openShell(await startBroker());
  for (const line of ['sleep 60', 'while :; do sleep 1; done', 'while :; do :; done', 'cat | cat', 'read x']) {
    shell.type(`${line}\r`);
    await shell.see('\r\n');
    await new Promise((resolve) => setTimeout(resolve, 300));
    shell.type('\x03');
    await shell.see(prompt);
    expect(await enter(shell, 'echo "was $?"'), line).toContain('was 130');
  }
});

it('stops with ctrl-Z and goes on with fg, bg, jobs', async () => {
  const shell = await openShell(await startBroker());
  shell.type('sleep 2; echo not-yet\r');
  await shell.see('\r\n');
  await new Promise((resolve) => setTimeout(resolve, 300));
  shell.type('\x1a');
  await shell.see(prompt);
  expect(await enter(shell, 'jobs')).toContain('Stopped');
  shell.type('fg\r');
  await shell.see(/sleep 2[^$]*\r\n/);
  await shell.see(prompt);
  await enter(shell, 'sleep 60 &');
  expect(await enter(shell, 'jobs')).toContain('Running');
  await enter(shell, 'kill %1; wait');
});

it('neither runs nor hands on what was typed at a program that did not read it', async () => {
  const broker = await startBroker();
  const shell = await openShell(broker);
  const marker = join(broker.workspace, 'typed-ahead');
  shell.type('sleep 1\r');
  await shell.see('\r\n');
  shell.type(`touch ${marker}\r`);
  await shell.see(prompt);
  shell.type('read -t 1 -r line; echo "got [$line]"\r');
  expect(await shell.see(/\x1b\[\?2004lgot \[.*?\]/)).toContain('got []');
  await shell.see(prompt);
  expect(() => readFileSync(marker)).toThrow();
});

it('edits a file with vim', async () => {
  const broker = await startBroker();
  const shell = await openShell(broker);
  const file = join(broker.workspace, 'note.txt');
  await enter(shell, `echo first > ${file}`);
  shell.type(`vim -u NONE ${file}\r`);
  await shell.see('first');
  await new Promise((resolve) => setTimeout(resolve, 500));
  shell.type('Osecond line\x1b:wq\r');
  await shell.see(prompt);
  expect(readFileSync(file, 'utf8')).toBe('second line\nfirst\n');
});

it('tells programs the size of the window, also after it changed', async () => {
  const shell = await openShell(await startBroker());
  expect(await enter(shell, 'stty size')).toContain('24 80');
  shell.resize(132, 43);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await enter(shell, 'stty size')).toContain('43 132');
});

it('ends with exit and its status, and with ctrl-D on an empty line', async () => {
  const broker = await startBroker();
  const first = await openShell(broker);
  first.type('exit 9\r');
  expect(await first.exited).toBe(9);
  const second = await openShell(broker);
  second.type('\x04');
  expect(await second.exited).toBe(0);
});

it('shows a paste and waits for Enter', async () => {
  const broker = await startBroker();
  const shell = await openShell(broker);
  shell.type('\x1b[200~echo one\recho two\r\x1b[201~');
  await shell.see('echo two');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(broker.events().filter(({ type }) => type === 'submitted')).toHaveLength(0);
  shell.type('\r');
  await shell.see('two\r\n');
  await shell.see(prompt);
  const submitted = broker.events().filter((event) => event.type === 'submitted');
  expect(submitted.map((event) => event.data.statement.text)).toEqual(['echo one', 'echo two']);
});

it('offers a fresh shell when the old one was lost', async () => {
  const shell = await openShell(await startBroker());
  await enter(shell, 'x=1');
  expect(await enter(shell, 'kill -KILL $$')).toContain('the shell was lost');
  expect(await enter(shell, 'echo "[$x]"')).toContain('[]');
});
