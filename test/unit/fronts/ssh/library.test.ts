// The start-up assertion: an SSH library that lacks any part of our patch is refused.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertPatched, libraryFolder } from '../../../../src/fronts/ssh/library.ts';

const patchFile = join(import.meta.dirname, '../../../../patches/ssh2+1.17.0.patch');
const hunks = splitHunks(readFileSync(patchFile, 'utf8'));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ostiary-library-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the SSH library', () => {
  it('is the patched copy', () => {
    expect(() => assertPatched()).not.toThrow();
  });

  it.each(hunks)('is refused without the hunk of $file at line $line', ({ file, text }) => {
    const modules = join(folder, 'node_modules', 'ssh2');
    rmSync(modules, { recursive: true, force: true });
    cpSync(join(libraryFolder(), 'lib'), join(modules, 'lib'), { recursive: true });
    expect(() => assertPatched(modules)).not.toThrow();
    const single = join(folder, 'single.patch');
    writeFileSync(single, text);
    execFileSync('patch', ['--reverse', '--strip=1', '--quiet', `--input=${single}`], { cwd: folder });
    expect(() => assertPatched(modules)).toThrow(
      expect.objectContaining({ code: 'LIBRARY_UNPATCHED', message: expect.stringContaining(file) }),
    );
  });
});

/** Each hunk of a unified diff as a patch of its own. */
function splitHunks(patch: string): { file: string; line: string; text: string }[] {
  return patch.split(/^(?=diff --git )/m).flatMap((part) => {
    const [header = '', ...parts] = part.split(/^(?=@@ )/m);
    const file = /^\+\+\+ b\/node_modules\/(\S+)/m.exec(header)?.[1] ?? '';
    return parts.map((hunk) => ({ file, line: /\+(\d+)/.exec(hunk)?.[1] ?? '', text: header + hunk }));
  });
}
