// rsync over the broker: what it carries arrives as it is, up or down, and a token in it ends the transfer.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startBroker } from '../support/broker.ts';
import { needProgram } from '../support/programs.ts';
import { hostingToken, password } from '../support/secrets.ts';
import { sshArguments } from '../support/ssh-client.ts';

const policy = `version: 1
rules:
  - { id: copy, allow: { run: "rsync **", reads: ["\${workspace}/**"], writes: ["\${workspace}/**"] } }
`;

it('carries files byte for byte both ways, and no token', async (context) => {
  const program = needProgram(context, 'rsync');
  const broker = await startBroker({ policy });
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-rsync-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const shell = ['ssh', ...sshArguments(broker.as('coder')).slice(0, -1)].join(' ');
  const rsync = (from: string, to: string) => spawnSync(program, ['-a', '-e', shell, from, to], { encoding: 'utf8' });
  const there = `local@127.0.0.1:${broker.workspace}/copy/`;

  mkdirSync(join(folder, 'files'));
  const noise = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * at * 7919) % 251));
  const text = Array.from({ length: 2000 }, () => `DB_PASSWORD=${password()}\n`).join('');
  writeFileSync(join(folder, 'files/noise.bin'), noise);
  writeFileSync(join(folder, 'files/app.env'), text);
  expect(rsync(`${folder}/files/`, there)).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(broker.workspace, 'copy/noise.bin')).equals(noise)).toBe(true);
  expect(rsync(there, `${folder}/back/`)).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(folder, 'back/noise.bin')).equals(noise)).toBe(true);
  expect(readFileSync(join(folder, 'back/app.env'), 'utf8')).toBe(text);

  const token = hostingToken();
  writeFileSync(join(broker.workspace, 'copy/token.txt'), `${'#'.repeat(100_000)}\n${token}\n`);
  const ended = rsync(there, `${folder}/again/`);
  expect(ended.status).not.toBe(0);
  expect(ended.stderr).toContain('ostiary: ');
  const arrived = join(folder, 'again/token.txt');
  expect(existsSync(arrived) ? readFileSync(arrived, 'utf8') : '').not.toContain(token);
});
