import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectCodeFile } from '../../../src/approval/code-file.ts';
import { codePathsOf } from '../../../src/approval/code-paths.ts';
import { codeInspector } from '../../../src/approval/inspector.ts';
import { interruptPending } from '../../../src/approval/interrupt.ts';
import { bash } from '../../../src/language/bash/bash.ts';
import { makeWorld } from './world.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ostiary-code-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describe('a file run as code', () => {
  it('is shown as it is, and told apart after a swap', async () => {
    const dir = folder();
    const [file, link] = [join(dir, 'a.sh'), join(dir, 'link.sh')];
    writeFileSync(file, 'echo one\n');
    symlinkSync(file, link);
    const sha256 = createHash('sha256').update('echo one\n').digest('hex');
    expect(await inspectCodeFile(link)).toEqual({
      kind: 'file',
      file: { path: link, realpath: file, size: 9, sha256, head: 'echo one\n' },
    });
    writeFileSync(file, 'echo two\n');
    const again = await inspectCodeFile(link);
    expect(again.kind === 'file' && again.file.sha256).not.toBe(sha256);
  });

  it('cannot be bound when it is missing, no file, or too large; a pipe is not waited for', async () => {
    const dir = folder();
    const [pipe, large] = [join(dir, 'pipe'), join(dir, 'large')];
    execFileSync('mkfifo', [pipe]);
    writeFileSync(large, '');
    truncateSync(large, 17 * 1024 * 1024);
    for (const path of [join(dir, 'none'), dir, pipe, large, '/dev/null']) {
      expect(await inspectCodeFile(path)).toMatchObject({ kind: 'unbindable', why: expect.stringContaining(path) });
    }
  });

  it.each([
    ['./deploy.sh prod', ['/srv/app/deploy.sh']],
    ['/opt/x/run', ['/opt/x/run']],
    ['/usr/bin/git status', []],
    ['python3 tools/a.py data.csv', ['/srv/app/tools/a.py']],
    ['bash x.sh', ['/srv/app/x.sh']],
    ['cat x.sh', []],
    ['node a.js; node a.js', ['/srv/app/a.js']],
  ])('is found in %s', (statement, paths) => {
    const { effects } = bash.read({ cwd: '/srv/app', home: '/home/c', user: 'c' }).analyse(statement);
    expect(codePathsOf(effects, '/srv/app')).toEqual(paths);
  });
});

describe('after a crash', () => {
  it('what was pending is interrupted and never runs', async () => {
    const world = await makeWorld();
    const { ask } = await world.ask();
    expect(await interruptPending(world.store)).toBe(1);
    expect(await interruptPending(world.store)).toBe(0);
    expect(world.events('interrupted')).toMatchObject([{ request: ask.request }]);
    expect(world.store.statements('ses_1')).toMatchObject([{ state: 'dropped' }]);
  });
});

describe('the inspector', () => {
  const effectsOf = (statement: string, cwd: string) =>
    bash.read({ cwd, home: '/home/c', user: 'c' }).analyse(statement).effects;
  const inspect = (statement: string, cwd: string) => codeInspector.files(statement, effectsOf(statement, cwd), cwd);

  it('shows every file that runs, and none where nobody can tell which it is', async () => {
    const dir = folder();
    writeFileSync(join(dir, 'a.sh'), 'true');
    expect(await inspect('./a.sh', dir)).toMatchObject({ kind: 'files', files: [{ size: 4 }] });
    expect(await inspect('ls', dir)).toEqual({ kind: 'files', files: [] });
    expect(await inspect('./none.sh', dir)).toMatchObject({
      kind: 'unbindable',
      why: expect.stringContaining('ENOENT'),
    });
    expect(await inspect('cd sub && ./a.sh', dir)).toMatchObject({ kind: 'unbindable' });
    const many = Array.from({ length: 17 }, (_, index) => `./${index}.sh`).join('; ');
    expect(await inspect(many, dir)).toMatchObject({ kind: 'unbindable', why: expect.stringContaining('17 files') });
  });

  it.each([
    ['python3', true],
    ['python3 a.py', true],
    ['cat | sh', true],
    ['grep x', false],
    ['deploy', false],
  ])('knows whether the input of %s may be code: %s', (statement, is) => {
    expect(codeInspector.readsCode(effectsOf(statement, '/'))).toBe(is);
  });
});
