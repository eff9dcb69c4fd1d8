// Git over the broker: a clone and a push arrive as they are, whatever their bytes look like.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { needProgram } from '../support/programs.ts';
import { password } from '../support/secrets.ts';
import { ssh, sshArguments } from '../support/ssh-client.ts';

it('carries a clone and a push byte for byte', async (context) => {
  needProgram(context, 'git');
  const broker = await startBroker({ config: 'redaction: { pii: all }\n' });
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const made = await ssh({ ...broker.as('coder'), args: ['git init -q --bare repo.git && echo made'] });
  expect(made.stdout.toString()).toBe('made\n');

  const environment = {
    ...{ PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
    ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@firm.example.com' },
    ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@firm.example.com' },
    // The destination is git's.
    GIT_SSH_COMMAND: ['ssh', ...sshArguments(broker.as('coder')).slice(0, -1)].join(' '),
  };
  const git = (...args: readonly string[]) => promisify(execFile)('git', args, { cwd: folder, env: environment });
  const address = `ssh://local@127.0.0.1:${broker.as('coder').port}${broker.workspace}/repo.git`;
  // What would be masked in text, with a name of a column and personal data.
  const text = Array.from(
    { length: 2000 },
    (_, line) => `DB_PASSWORD=${password()} line ${line} bob@firm.example.com\n`,
  ).join('');
  await git('clone', '-q', address, 'first');
  writeFileSync(join(folder, 'first', 'settings.env'), text);
  await git('-C', 'first', 'add', '.');
  await git('-C', 'first', 'commit', '-q', '-m', 'settings');
  await git('-C', 'first', 'push', '-q', 'origin', 'HEAD:main');
  await git('clone', '-q', '-b', 'main', address, 'second');
  expect(readFileSync(join(folder, 'second', 'settings.env'), 'utf8')).toBe(text);
  await git('-C', 'second', 'fsck', '--strict');
});
