import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCast } from '../../../src/replay/read-cast.ts';
import { emptyScan, scanOn } from '../../../src/replay/scan-cast.ts';
import { makeSegments } from '../../../src/replay/segments/make-segments.ts';
import { print, recordedCast, type Step } from '../../support/recorded.ts';

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom(0, 17, 1_000_000, 7_000_000),
  fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => print(Buffer.from(bytes))),
    fc
      .string({ unit: 'binary', maxLength: 20 })
      .map((text) => ({ type: 'marker', label: text.toWellFormed() }) as const),
    fc.constant({ type: 'output', stream: 'stderr', bytes: Buffer.from('error\n') } as const),
  ),
);

describe('the scan of a recording', () => {
  it('finds the markers and pauses that reading all of it finds, however often it is looked at', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ostiary-scan-'));
    const file = join(folder, 'a.cast');
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.array(fc.nat()), async (steps, looks) => {
          const cast = recordedCast([...steps, [0, { type: 'exit', status: 0 }]]);
          writeFileSync(file, cast);
          const scan = emptyScan();
          const places = looks.map((place) => place % cast.length).sort((one, other) => one - other);
          for (const end of [...places, cast.length]) await scanOn(file, scan, end);
          const { markers, gaps, duration } = await makeSegments(await readCast(file), async () => {});
          expect(scan).toEqual({ offset: cast.length, micros: duration, markers, gaps });
        }),
        { numRuns: 150 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
