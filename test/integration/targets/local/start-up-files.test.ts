import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBench, otherUser, users } from './workbench.ts';

const startUpFiles = ['.bashrc', '.bash_profile', '.bash_login', '.profile', '.bash_logout', '.inputrc', '.bash_env'];

/** Replaces the start-up files of the other user by ones that leave a trace in `folder`; puts the old ones back. */
function plantHostileFiles(folder: string): Disposable {
  const home = `/home/${otherUser}`;
  const old = startUpFiles.map((name) => {
    const file = join(home, name);
    const content = existsSync(file) ? readFileSync(file) : null;
    writeFileSync(file, `: > '${folder}/read${name}'\n`, { mode: 0o644 });
    return { file, content };
  });
  return {
    [Symbol.dispose]: () => {
      for (const { file, content } of old) {
        if (content === null) rmSync(file);
        else writeFileSync(file, content);
      }
    },
  };
}

// Each of these makes a bash of its own; a bash at level 1 that reads a socket would take itself for a network login.
const nested = [
  'env -i bash -c true',
  'env -i bash --norc -c "env -i bash -c true"',
  'true | env -i bash -c true',
  'sh -c true; env -i sh -c true',
  'bash -c :; bash -c "bash -c :"',
];

describe.runIf(users.includes(otherUser))('start-up files', () => {
  it.each([
    ['exec', false],
    ['exec', true],
    ['script', false],
    ['interactive', true],
  ] as const)('are never read in %s mode (terminal: %s)', async (mode, pty) => {
    await using bench = createBench(otherUser);
    using _ = plantHostileFiles(bench.workspace);
    const file = `/home/${otherUser}/.bash_env`;
    const environment = { BASH_ENV: file, ENV: file, INPUTRC: file, LANG: 'C.UTF-8' };
    for (const statement of ['true', ...nested]) {
      const session = await bench.open(mode, { pty, environment });
      if (!pty) session.endInput();
      expect(await session.run(statement, 0), statement).toMatchObject({ status: 0 });
      if (mode !== 'exec') await session.do('exit');
      expect(readdirSync(bench.workspace), statement).toEqual([]);
    }
  });

  it('are not read either while the client still sends input', async () => {
    await using bench = createBench(otherUser);
    using _ = plantHostileFiles(bench.workspace);
    const session = await bench.open('exec');
    const outcome = session.run('env -i bash -c "read -r x; echo $0"', 0);
    await session.type('line\n');
    session.endInput();
    await outcome;
    expect(readdirSync(bench.workspace)).toEqual([]);
  });
});
