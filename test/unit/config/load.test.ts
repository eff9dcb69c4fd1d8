import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { newEd25519Key } from '../../../src/core/ed25519-key.ts';
import { OstiaryError } from '../../../src/core/errors.ts';

const root = mkdtempSync(join(tmpdir(), 'ostiary-config-'));
afterAll(() => rmSync(root, { recursive: true }));
const newKey = () => newEd25519Key('').public.trim();
const [agentKey, operatorKey] = [newKey(), newKey()];
const me = userInfo().username;

let folder = '';
let file = '';
let tests = 0;
beforeEach(() => {
  folder = join(root, String(++tests));
  mkdirSync(folder, { mode: 0o700 });
  file = join(folder, 'ostiary.yaml');
  mkdirSync(join(folder, 'work'));
});

function load(text: string) {
  writeFileSync(file, text, { mode: 0o600 });
  return loadConfig(file);
}

/** The findings, without the file's name. */
function findings(text: string): string[] {
  try {
    load(text);
  } catch (error) {
    if (!(error instanceof OstiaryError)) throw error;
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', exit: 78 });
    return error.message.split('\n').map((line) => line.slice(line.indexOf('ostiary.yaml:') + 'ostiary.yaml:'.length));
  }
  return [];
}

const good = `version: 1
listen: { ssh: "[::1]:2222" }
state: state
identities:
  - { name: coder, kind: agent, owner: maria, keys: ["${agentKey} me@home"], targets: [local, "web-*"] }
  - { name: maria, kind: operator, keys: ["${operatorKey}"], targets: ["*"] }
targets:
  - { name: local, kind: local, workspace: work, labels: { env: dev } }
policy: none
recordings: { dir: casts, retention: 30d, maxSession: 2MiB }
limits: { idle: 90s }
`;

describe('a good configuration', () => {
  it('is resolved: paths against the file, units to ms and bytes, defaults filled in', () => {
    const config = load(good);
    expect(config).toMatchObject({
      file,
      listen: { ssh: { host: '::1', port: 2222 }, web: null },
      state: join(folder, 'state'),
      policy: null,
      recordings: { dir: join(folder, 'casts'), input: false, retention: 2_592_000_000, maxSession: 2_097_152 },
      limits: { preAuth: 30_000, tries: 6, idle: 90_000, maxDuration: 43_200_000, environment: 8192 },
      hostKeys: [],
    });
    expect(config.identities[0]).toMatchObject({
      owner: 'maria',
      attended: true,
      roles: [],
      keys: [`${agentKey} me@home`],
    });
    expect(config.identities[1]).toMatchObject({ owner: 'maria', kind: 'operator' });
    expect(config.targets[0]).toMatchObject({
      account: { name: me, uid: process.getuid?.() },
      sharedUser: true,
      shell: '/bin/bash',
      workspace: join(folder, 'work'),
      labels: { env: 'dev' },
    });
  });

  it('is frozen through and through', () => {
    const config = load(good);
    expect(Object.isFrozen(config.targets[0]?.labels)).toBe(true);
    expect(Object.isFrozen(config.identities[0]?.keys)).toBe(true);
  });

  it('warns of a grant that matches no target', () => {
    expect(load(good).warnings).toEqual([
      expect.stringMatching(/ostiary\.yaml:5:\d+: warning: identities\[0\]\.targets\[1\]: `web-\*` matches no target$/),
    ]);
  });

  it('warns of a workspace that is not there', () => {
    expect(load(good.replace('workspace: work', 'workspace: none').replace(', "web-*"', '')).warnings).toEqual([
      expect.stringMatching(/:8:33: warning: targets\[0\]\.workspace: there is no .*\/none$/),
    ]);
  });
});

describe('findings', () => {
  it('come all at once, each with line, column, path and the fix', () => {
    const text = `version: 1
lisen: { ssh: 127.0.0.1:22 }
limits:
  idle: 30 minutes
  tries: 0
policy: 7
targets:
  - name: Local
    kind: locl
  - { name: a, kind: local, usr: me, workspace: 3 }
`;
    expect(findings(text)).toEqual([
      '2:1: lisen: unknown key; did you mean `listen`?',
      '4:3: limits.idle: must be a duration like `30s`, `15m`, `12h` or `365d`',
      '5:3: limits.tries: must be at least 1',
      '6:1: policy: must be a path',
      '9:5: targets[0].kind: cannot be "locl"; write `local`',
      '10:29: targets[1].usr: unknown key; did you mean `user`?',
      '10:38: targets[1].workspace: must be a path',
    ]);
  });

  it('name what is missing', () => {
    expect(findings('identities: [{ kind: agent }]\n')).toEqual([
      '1:1: version: is missing; write `1`',
      '1:1: policy: is missing; say which file judges statements (`policy: policy.yaml`), or `policy: none` to record without judging',
      '1:14: identities[0].name: is missing',
    ]);
    expect(findings('')[0]).toMatch(/^1:1: must be keys and values/);
  });

  it('name the known keys where no word is near', () => {
    expect(findings('version: 1\npolicy: none\nlisten: { telephone: 1 }\n')).toEqual([
      '3:11: listen.telephone: unknown key; known here: ssh, web',
    ]);
  });

  it('show syntax errors and keys that stand twice', () => {
    expect(findings('version: 1\nversion: 1\n')).toEqual([
      '2:1: this key stands here a second time; remove one of the two',
    ]);
    expect(findings('version: [1\n')[0]).toMatch(/^2:1: /);
  });

  it('show aliases that would unfold without end', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed']) bomb.push(`${name}: &${name} [${Array(10).fill(`*${of}`)}]`);
    expect(findings(`${bomb.join('\n')}\n`)).toEqual([expect.stringMatching(/^1:1: its aliases cannot be followed/)]);
  });

  it('refuse a newer version without judging the rest, and anything that is no version', () => {
    expect(findings('version: 2\nnonsense: 1\n')).toEqual([
      '1:1: version: 2 is for a newer Ostiary; this one reads version 1',
    ]);
    expect(findings('version: 0\npolicy: none\n')).toEqual(['1:1: version: cannot be 0; write `1`']);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    [
      'a key of two identities',
      `identities: [{ name: a, kind: operator, keys: ["${agentKey}"] }, { name: b, kind: operator, keys: ["${agentKey} x"] }]`,
      /identities\[1\]\.keys\[0\]: is also a key of `a` \(SHA256:/,
    ],
    [
      'a key that is none',
      'identities: [{ name: a, kind: operator, keys: ["ssh-ed25519 AAAA"] }]',
      /keys\[0\]: .* is not/,
    ],
    [
      'a key with options',
      `identities: [{ name: a, kind: operator, keys: ['no-pty ${agentKey}'] }]`,
      /keys\[0\]: .* does not begin with a supported key type/,
    ],
    [
      'an agent without owner',
      'identities: [{ name: a, kind: agent }]',
      /identities\[0\]: is an agent without `owner:`/,
    ],
    [
      'two identities of one name',
      'identities: [{ name: a, kind: operator }, { name: a, kind: auditor }]',
      /identities\[1\]\.name: `a` is already/,
    ],
    [
      'a reserved target name',
      'targets: [{ name: console, kind: local, workspace: w }]',
      /targets\[0\]\.name: `console` is reserved/,
    ],
    [
      'two targets of one name',
      'targets: [{ name: a, kind: local, workspace: w }, { name: a, kind: local, workspace: w }]',
      /targets\[1\]\.name: `a` is already/,
    ],
    [
      'a target name with a plus',
      'targets: [{ name: a+b, kind: local, workspace: w }]',
      /targets\[0\]\.name: must be 1–63 of/,
    ],
    [
      'an account that does not exist',
      'targets: [{ name: a, kind: local, user: nobody-here, workspace: w }]',
      /targets\[0\]\.user: there is no account/,
    ],
    [
      'a workspace that holds the state',
      'state: w/state\ntargets: [{ name: a, kind: local, workspace: w }]',
      /workspace: overlaps with the state folder/,
    ],
    [
      'a workspace inside the recordings',
      'state: s\nrecordings: { dir: r }\ntargets: [{ name: a, kind: local, workspace: r/w }]',
      /workspace: overlaps with the recordings/,
    ],
    [
      'a workspace that holds this file',
      'state: s\ntargets: [{ name: a, kind: local, workspace: . }]',
      /workspace: overlaps with the configuration/,
    ],
    [
      'checkpoints in the state folder',
      'state: s\naudit: { checkpoints: { file: s/x/checkpoints } }',
      /audit\.checkpoints\.file: lies in the state folder/,
    ],
    [
      'checkpoints where sessions write',
      'state: s\ntargets: [{ name: a, kind: local, workspace: w }]\naudit: { checkpoints: { file: w/checkpoints } }',
      /audit\.checkpoints\.file: lies in the workspace of `a`/,
    ],
    [
      'checkpoints sent to no web address',
      'audit: { checkpoints: { webhook: "file:///etc" } }',
      /audit\.checkpoints\.webhook: must be an http or https address/,
    ],
    [
      'checkpoints all the time',
      'audit: { checkpoints: { every: 10ms } }',
      /audit\.checkpoints\.every: must be at least `1s`/,
    ],
    ['a policy that is not there', 'policy: none.yaml', /policy: there is no .*none\.yaml$/],
    [
      'a shell that is not there',
      'targets: [{ name: a, kind: local, workspace: work, shell: /bin/none }]',
      /targets\[0\]\.shell: there is no \/bin\/none$/,
    ],
    [
      'an owner that moves the cursor',
      'identities: [{ name: a, kind: agent, owner: "\\e[1A" }]',
      /identities\[0\]\.owner: must be one line of visible text/,
    ],
    ['a port that is too high', 'listen: { ssh: "127.0.0.1:70000" }', /listen\.ssh: has a port above 65535/],
  ];
  for (const [what, text, pattern] of wrong) {
    it(`refuse ${what}`, () => {
      const rest = `${text.includes('state:') ? '' : 'state: state\n'}${text.includes('policy:') ? '' : 'policy: none\n'}`;
      expect(findings(`version: 1\n${rest}${text}\n`)).toContainEqual(expect.stringMatching(pattern));
    });
  }

  it('see through a symbolic link from the workspace to the state folder', () => {
    mkdirSync(join(folder, 'state'));
    symlinkSync(join(folder, 'state'), join(folder, 'link'));
    expect(findings(good.replace('workspace: work', 'workspace: link'))).toContainEqual(
      expect.stringMatching(/workspace: overlaps with the state folder/),
    );
  });
});

describe('safety', () => {
  const fault = (code: string) => expect.objectContaining({ code, exit: 78 });

  it('names a file that is missing, with the remedy', () => {
    expect(() => loadConfig(join(folder, 'none.yaml'))).toThrow(fault('CONFIG_MISSING'));
  });

  it('refuses a configuration, a policy or their folder that group or others can write', () => {
    const text = good.replace('policy: none', 'policy: policy.yaml');
    const policy = join(folder, 'policy.yaml');
    writeFileSync(policy, 'version: 1\n', { mode: 0o600 });
    load(text);
    for (const path of [file, policy, folder]) {
      chmodSync(path, path === folder ? 0o770 : 0o620);
      expect(() => loadConfig(file)).toThrow(fault('CONFIG_UNSAFE'));
      chmodSync(path, path === folder ? 0o700 : 0o600);
    }
    load(text);
  });

  it.runIf(process.getuid?.() === 0)(
    'refuses a policy that belongs to the user sessions run as, or to a stranger',
    () => {
      const policy = join(folder, 'policy.yaml');
      writeFileSync(policy, 'version: 1\n', { mode: 0o600 });
      const text = good
        .replace('workspace: work', 'workspace: work, user: nobody')
        .replace('policy: none', 'policy: policy.yaml');
      load(text);
      chownSync(policy, 65_534, 0);
      expect(() => loadConfig(file)).toThrow('belongs to `nobody`, as whom sessions run');
      chownSync(policy, 54_321, 0);
      expect(() => loadConfig(file)).toThrow('belongs to another user (uid 54321)');
    },
  );
});
