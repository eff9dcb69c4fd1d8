import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ostiary } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the command line', () => {
  it('tells its version', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(ostiary(folder, '--version')).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('ends with 2 on wrong usage, and says what is near', () => {
    expect(ostiary(folder, 'session', 'lst')).toMatchObject({ status: 2, stdout: '' });
    expect(ostiary(folder, 'session', 'lst').stderr).toBe("ostiary: unknown command 'lst'\n(Did you mean list?)\n");
    expect(ostiary(folder, 'session', 'list', '--state', 'dead').status).toBe(2);
    expect(ostiary(folder).status).toBe(2);
    expect(ostiary(folder, '--help').status).toBe(0);
  });

  it('prints a fault as one message with its code, and the remedy', () => {
    expect(ostiary(folder, 'config', 'check', '--config', 'none.yaml')).toEqual({
      status: 78,
      stdout: '',
      stderr: `ostiary: there is no config file at ${join(folder, 'none.yaml')} (CONFIG_MISSING)\nRun \`ostiary init\` to make one.\n`,
    });
  });

  it('prints every finding on its own line, and how many there are', () => {
    writeFileSync(join(folder, 'bad.yaml'), 'version: 1\nlisten: { sssh: "127.0.0.1:1" }\nstat: x\npolicy: none\n', {
      mode: 0o600,
    });
    expect(ostiary(folder, 'config', 'check', '--config', 'bad.yaml')).toEqual({
      status: 78,
      stdout: '',
      stderr: [
        'bad.yaml:2:11: listen.sssh: unknown key; did you mean `ssh`?',
        'bad.yaml:3:1: stat: unknown key; did you mean `state`?',
        'ostiary: 2 findings (CONFIG_INVALID)',
        '',
      ].join('\n'),
    });
  });

  it('checks the policy with the configuration, and runs its tests', () => {
    writeFileSync(join(folder, 'ostiary.yaml'), 'version: 1\nstate: state\npolicy: policy.yaml\n', { mode: 0o600 });
    const check = (expectation: string) => {
      const policy = `version: 1\nrules: []\ntests:\n  - { line: "rm x", expect: ${expectation} }\n`;
      writeFileSync(join(folder, 'policy.yaml'), policy, { mode: 0o600 });
      return ostiary(folder, 'config', 'check', '--config', 'ostiary.yaml');
    };
    const good = check('ask');
    expect(good).toMatchObject({ status: 0, stderr: '' });
    expect(good.stdout).toContain(`policy: ${join(folder, 'policy.yaml')}, 1 of 1 tests hold`);
    const bad = check('allow');
    expect(bad).toMatchObject({ status: 78, stdout: '' });
    expect(bad.stderr).toMatch(/policy\.yaml: "rm x": expected allow, got ask by default:/);
  });

  it('prints a JSON Schema of ostiary.yaml', () => {
    const schema = JSON.parse(ostiary(folder, 'config', 'schema').stdout);
    expect(Object.keys(schema.properties)).toContain('identities');
    expect(schema.required).toEqual(['version', 'policy']);
  });
});
