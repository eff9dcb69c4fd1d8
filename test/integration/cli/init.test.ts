import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { needProgram } from '../../support/programs.ts';
import { main, ostiary } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'ostiary-init-'));
afterAll(() => rmSync(root, { recursive: true }));
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Every file under a folder with its text. */
function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );
}

describe('ostiary init', () => {
  it('makes a configuration that checks, and key files that fit it and only their owner reads', (context) => {
    const keygen = needProgram(context, 'ssh-keygen');
    const folder = mkdtempSync(join(root, 'first-'));
    const ran = ostiary(folder, 'init');
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(ran.stdout).toContain(join(folder, '.ostiary/keys/coder'));
    const config = loadConfig(join(folder, '.ostiary/ostiary.yaml'));
    expect(config.warnings).toEqual([]);
    expect(statSync(config.state).mode & 0o777).toBe(0o700);
    for (const { name, keys } of config.identities) {
      const file = join(folder, '.ostiary/keys', name);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(execFileSync(keygen, ['-y', '-f', file], { encoding: 'utf8' }).trim()).toBe(keys[0]);
    }
    expect(config.identities.map(({ kind }) => kind)).toEqual(['agent', 'operator', 'auditor']);
    const checked = ostiary(folder, 'config', 'check');
    expect(checked).toMatchObject({ status: 0, stderr: '' });
    expect(checked.stdout).toMatch(/ostiary\.yaml: ok\n {2}agents: coder\n/);
  });

  it('keeps everything that is there, and finishes what was begun', () => {
    const folder = mkdtempSync(join(root, 'again-'));
    ostiary(folder, 'init');
    const before = snapshot(folder);
    expect(ostiary(folder, 'init').stdout).toContain('is there already; nothing was changed');
    expect(snapshot(folder)).toEqual(before);

    rmSync(join(folder, '.ostiary/ostiary.yaml'));
    rmSync(join(folder, '.ostiary/keys/auditor'));
    expect(ostiary(folder, 'init').status).toBe(0);
    const after = snapshot(folder);
    const kept = join(folder, '.ostiary/keys/coder');
    expect(after[kept]).toBe(before[kept]);
    expect(after[join(folder, '.ostiary/ostiary.yaml')]).toContain(before[`${kept}.pub`]?.trim());
  });

  it.runIf(isRoot)('started by root gives sessions a user of their own', () => {
    const folder = mkdtempSync(join(root, 'root-'));
    ostiary(folder, 'init', '--dir', 'state');
    const [target] = loadConfig(join(folder, 'state/ostiary.yaml')).targets;
    expect(target).toMatchObject({ account: { name: 'ostiary-agent' }, sharedUser: false });
    expect(statSync(target?.workspace as string).uid).toBe(target?.account.uid);
  });

  it('started by a person makes a workspace beside the state, and says (shared user) with the remedy', (context) => {
    const folder = mkdtempSync(join(root, 'person-'));
    const { status, stdout } = isRoot ? initAsNobody(context, folder) : ostiary(folder, 'init');
    expect(status).toBe(0);
    expect(stdout).toContain('(shared user) target local runs as');
    expect(stdout).toContain('Remedy: start the broker as root');
    expect(statSync(join(folder, 'workspace')).mode & 0o777).toBe(0o700);
  });
});

function initAsNobody(context: TestContext, folder: string) {
  const setpriv = needProgram(context, 'setpriv');
  chmodSync(root, 0o755);
  chownSync(folder, NOBODY, NOBODY);
  const as = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const readable = spawnSync(setpriv, [...as, 'test', '-r', main, '-a', '-x', process.execPath]).status === 0;
  if (!readable) context.skip('the checkout lies where other users cannot read it');
  return spawnSync(setpriv, [...as, process.execPath, main, 'init'], { cwd: folder, encoding: 'utf8', env: {} });
}
