import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/core/ids.ts';
import { openAudited } from '../../support/audited-store.ts';
import { closed, opened, refused } from '../../support/story.ts';
import { ostiary } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'ostiary-cli-audit-'));
const session = newId('ses');
const config = ['--config', 'ostiary.yaml'];
const audit = (...args: readonly string[]) => ostiary(folder, 'audit', ...args);

beforeAll(async () => {
  for (const [name, state] of [
    ['ostiary', 'state'],
    ['other', 'none'],
  ]) {
    writeFileSync(join(folder, `${name}.yaml`), `version: 1\nstate: ${state}\npolicy: none\n`, { mode: 0o600 });
  }
  mkdirSync(join(folder, 'state'));
  const { store, checkpoint } = openAudited(join(folder, 'state'));
  await store.append(refused(), opened(session), refused(), closed(session, 0));
  writeFileSync(join(folder, 'old'), await checkpoint());
  await store.append(refused());
  await checkpoint();
  store.close();
  writeFileSync(join(folder, 'key'), audit('key', ...config).stdout);
  writeFileSync(join(folder, 'whole'), audit('export', ...config).stdout);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('ostiary audit', () => {
  it('exports, and verifies with the key it prints', () => {
    const sound = audit('verify', 'whole', '--key', 'key');
    expect(sound.stdout).toMatch(/^events 0 to 4 \(20\S+Z to 20\S+Z\), none left out between them$/m);
    expect(sound.stdout).toMatch(/^without --since an end of the log that was dropped is not found$/m);
    expect(sound).toMatchObject({ status: 0, stdout: expect.stringMatching(/^SOUND$/m), stderr: '' });
    const since = audit('verify', 'whole', '--key', 'key', '--since', 'old', '--json');
    expect(JSON.parse(since.stdout)).toMatchObject({ verdict: 'SOUND', continues: { size: 4 } });
  });

  it('ends with 2 without a key, and with 1 when it is broken', () => {
    const unanchored = audit('verify', 'whole');
    expect(unanchored).toMatchObject({ status: 2, stdout: expect.stringMatching(/^UNANCHORED$/m) });
    const text = audit('export', ...config).stdout;
    writeFileSync(join(folder, 'changed'), text.replace('unknown key', 'unknown Key'));
    const broken = audit('verify', 'changed', '--key', 'key');
    expect(broken).toMatchObject({ status: 1, stdout: expect.stringMatching(/^BROKEN: .* \(entry\)$/m) });
  });

  it('says of a filtered export what it does not show', () => {
    writeFileSync(join(folder, 'one'), audit('export', ...config, '--session', session).stdout);
    const sound = audit('verify', 'one', '--key', 'key');
    expect(sound.stdout).toContain('2 events chosen between 1 and 3');
    expect(sound.stdout).toContain('whether others belong to them is not shown');
    expect(sound.status).toBe(0);
    const since = audit('verify', 'one', '--key', 'key', '--since', 'old');
    expect(since).toMatchObject({ status: 1, stdout: expect.stringContaining('(unproven)') });
    writeFileSync(join(folder, 'one'), audit('export', ...config, '--session', session, '--since', 'old').stdout);
    expect(audit('verify', 'one', '--key', 'key', '--since', 'old').status).toBe(0);
  });

  it.each([
    ['--since without a key', ['verify', 'whole', '--since', 'old'], 2, '--since needs --key'],
    ['a time that is none', ['export', ...config, '--after', 'yesterday'], 2, 'It is a time like'],
    ['a file that is not there', ['verify', 'nothing'], 66, 'AUDIT_FILE_UNREADABLE'],
    ['a folder', ['verify', 'state'], 66, 'AUDIT_FILE_UNREADABLE'],
    ['a key that is none', ['verify', 'whole', '--key', 'whole'], 66, 'it is no verifier key'],
    ['the private key', ['verify', 'whole', '--key', 'state/checkpoint_ed25519'], 66, 'it is no verifier key'],
    ['an older checkpoint that is none', ['export', ...config, '--since', 'key'], 66, 'no whole checkpoint'],
    ['a broker that never ran', ['export', '--config', 'other.yaml'], 66, 'CHECKPOINT_NONE'],
    ['the key of a broker that never ran', ['key', '--config', 'other.yaml'], 66, 'CHECKPOINT_NONE'],
  ])('refuses %s', (_, args, status, said) => {
    const ran = audit(...(args as string[]));
    expect(ran.stderr).toContain(said);
    expect(ran.status).toBe(status);
  });
});

describe('ostiary session verify', () => {
  it('checks all sessions or one, for people and programs', () => {
    const verify = (...args: readonly string[]) => ostiary(folder, 'session', 'verify', ...config, ...args);
    const all = verify();
    expect(all.stdout).toContain(`${session}  BROKEN  2 events, 0 statements, 0 bytes of recording`);
    expect(all.stdout).toContain('  break recording-missing: the recording cannot be read (ENOENT)');
    expect(all.stdout).toContain('1 sessions checked, 1 broken');
    expect(all.status).toBe(1);
    expect(JSON.parse(verify('--json', session).stdout)).toMatchObject({ session, sound: false });
    expect(verify(newId('ses'))).toMatchObject({ status: 66, stderr: expect.stringContaining('SESSION_UNKNOWN') });
    expect(verify('../x').status).toBe(2);
    expect(ostiary(folder, 'session', 'verify', '--config', 'other.yaml').status).toBe(0);
  });
});
