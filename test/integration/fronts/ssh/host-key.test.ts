// The host key: made once, private, ed25519.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHostKey } from '../../../../src/fronts/ssh/host-key.ts';
import { sshKeyPair } from '../../../support/ssh-client.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ostiary-host-key-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the host key', () => {
  it('is made once, for its owner only, in a form ssh-keygen reads', () => {
    const file = join(folder, 'made');
    const made = openHostKey(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const printed = execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' });
    expect(printed.startsWith(made.publicKey)).toBe(true);
    expect(openHostKey(file)).toEqual(made);
    expect(readFileSync(file)).toEqual(made.privateKey);
  });

  it.each([0o640, 0o604, 0o660])('with the mode %o is refused', (mode) => {
    const file = join(folder, `mode-${mode}`);
    openHostKey(file);
    chmodSync(file, mode);
    expect(() => openHostKey(file)).toThrow(expect.objectContaining({ code: 'HOST_KEY_UNSAFE' }));
  });

  it('that is no ed25519 private key is refused', () => {
    const rsa = sshKeyPair(folder, 'rsa', 'rsa');
    const garbage = join(folder, 'garbage');
    writeFileSync(garbage, 'not a key', { mode: 0o600 });
    for (const file of [rsa.file, garbage]) {
      expect(() => openHostKey(file)).toThrow(expect.objectContaining({ code: 'HOST_KEY_INVALID' }));
    }
  });
});
