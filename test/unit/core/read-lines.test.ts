import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readByteLines, readLines, textOf } from '../../../src/core/read-lines.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ostiary-lines-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('lines of a file', () => {
  it('are the same for any lengths, as bytes and as text, also across the pieces in which a file is read', async () => {
    // A piece has 256 KiB.
    const length = fc.oneof(fc.nat(3), fc.integer({ min: 262_140, max: 262_150 }), fc.nat(600_000));
    const file = join(folder, 'some.txt');
    await fc.assert(
      fc.asyncProperty(fc.array(length, { maxLength: 6 }), fc.boolean(), async (lengths, whole) => {
        const texts = lengths.map((units, index) => `${index}€`.padEnd(units, 'x'));
        writeFileSync(file, texts.join('\n') + (whole && texts.length > 0 ? '\n' : ''));
        const expected = texts.map((text, index) => ({ text, whole: whole || index < texts.length - 1 }));
        const read: unknown[] = [];
        const bytes: unknown[] = [];
        for await (const lines of readLines(file)) read.push(...lines);
        expect(read).toEqual(expected);
        for await (const lines of readByteLines(file)) {
          for (const line of lines) {
            expect(line.start).toBeGreaterThan(0);
            // The one byte that may be written to belongs to no other line.
            line.bytes[line.start - 1] = 0;
            bytes.push({ text: textOf(line), whole: line.whole });
          }
        }
        expect(bytes).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('are those of a range of the file', async () => {
    const file = join(folder, 'range.txt');
    writeFileSync(file, 'one\ntwo\nthree\nfour');
    const linesOf = async (start: number, end: number) => {
      const read: string[] = [];
      for await (const lines of readByteLines(file, { start, end })) read.push(...lines.map(textOf));
      return read;
    };
    expect(await linesOf(4, 14)).toEqual(['two', 'three']);
    expect(await linesOf(8, 12)).toEqual(['thre']);
    expect(await linesOf(18, 18)).toEqual([]);
  });

  it('end where one is longer than any of ours', async () => {
    const file = join(folder, 'endless.txt');
    writeFileSync(file, `short\n${'x'.repeat(1000)}`);
    const reading = async () => {
      for await (const _ of readByteLines(file, { longest: 999 }));
    };
    await expect(reading()).rejects.toThrow('a line has more than 999 bytes');
  });
});
