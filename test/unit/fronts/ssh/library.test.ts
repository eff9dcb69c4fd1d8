// The start-up assertion: an SSH library that lacks any part of our patch is refused.
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

  it.each(hunks)('is refused without the hunk of $file at line $line', ({ file, line, stock, patched }) => {
    const copy = join(folder, 'ssh2');
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(libraryFolder(), 'lib'), join(copy, 'lib'), { recursive: true });
    expect(() => assertPatched(copy)).not.toThrow();
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    expect(lines.splice(line - 1, patched.length, ...stock)).toEqual(patched);
    writeFileSync(join(folder, file), lines.join('\n'));
    expect(() => assertPatched(copy)).toThrow(
      expect.objectContaining({ code: 'LIBRARY_UNPATCHED', message: expect.stringContaining(file) }),
    );
  });
});

/** Each hunk of a unified diff: where it stands in the patched file, and its lines before and after. */
function splitHunks(patch: string): { file: string; line: number; stock: string[]; patched: string[] }[] {
  return patch.split(/^(?=diff --git )/m).flatMap((part) => {
    const [header = '', ...parts] = part.split(/^(?=@@ )/m);
    const file = /^\+\+\+ b\/node_modules\/(\S+)/m.exec(header)?.[1] ?? '';
    return parts.map((hunk) => {
      const lines = hunk.split('\n').slice(1, -1);
      const texts = (mark: string) =>
        lines.filter((line) => line.startsWith(' ') || line.startsWith(mark)).map((line) => line.slice(1));
      return { file, line: Number(/\+(\d+)/.exec(hunk)?.[1]), stock: texts('-'), patched: texts('+') };
    });
  });
}
