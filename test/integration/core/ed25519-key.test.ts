import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { newEd25519Key } from '../../../src/core/ed25519-key.ts';
import { needProgram } from '../../support/programs.ts';

describe('a new Ed25519 key', () => {
  it('is read by ssh-keygen, which finds the same public key in the private file', (context) => {
    const keygen = needProgram(context, 'ssh-keygen');
    const folder = mkdtempSync(join(tmpdir(), 'ostiary-key-'));
    try {
      for (const comment of ['', 'a', 'coder@ostiary', 'x'.repeat(70)]) {
        const key = newEd25519Key(comment);
        const file = join(folder, `key-${comment.length}`);
        writeFileSync(file, key.private, { mode: 0o600 });
        expect(execFileSync(keygen, ['-y', '-f', file], { encoding: 'utf8' }).trim()).toBe(key.public.trim());
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('signs what its public half verifies, every time', () => {
    const message = Buffer.from('whatever');
    for (let round = 0; round < 500; round++) {
      const pair = newEd25519Key('');
      const [secret, open] = [ssh2.utils.parseKey(pair.private), ssh2.utils.parseKey(pair.public)];
      if (secret instanceof Error || open instanceof Error) throw secret;
      expect(open.verify(message, secret.sign(message))).toBe(true);
    }
  });
});
