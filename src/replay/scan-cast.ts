// Markers and pauses of a cast (asciicast v3) without decoding its output, from where the last look ended: a recording
// that is still being written is read once.
import { createReadStream } from 'node:fs';
import { type Gap, shortestGap } from './timeline.ts';

export interface CastScan {
  /** Bytes that were read; the next whole line begins there. */
  offset: number;
  micros: number;
  readonly markers: [micros: number, label: string][];
  readonly gaps: Gap[];
}

export const emptyScan = (): CastScan => ({ offset: 0, micros: 0, markers: [], gaps: [] });

/** Bytes of a line in which time and code stand. */
const head = 40;

/** Reads the whole lines that came since. @param end bytes of the file that count */
export async function scanOn(file: string, scan: CastScan, end: number): Promise<void> {
  if (end <= scan.offset) return;
  let rest: Buffer = Buffer.alloc(0);
  const options = { start: scan.offset, end: end - 1, highWaterMark: 256 * 1024 };
  for await (const chunk of createReadStream(file, options) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let feed = bytes.indexOf(10); feed >= 0; feed = bytes.indexOf(10, start)) {
      takeLine(scan, bytes.subarray(start, feed));
      start = feed + 1;
    }
    scan.offset += start;
    rest = bytes.subarray(start);
  }
}

function takeLine(scan: CastScan, line: Buffer): void {
  const [, seconds, fraction, code] = /^\[(\d+)\.(\d{6}),"(\w)"/.exec(line.toString('latin1', 0, head)) ?? [];
  if (seconds === undefined) return;
  const interval = Number(seconds) * 1_000_000 + Number(fraction);
  scan.micros += interval;
  if (interval >= shortestGap) scan.gaps.push([scan.micros, interval]);
  if (code === 'm') scan.markers.push([scan.micros, labelOf(line)]);
}

function labelOf(line: Buffer): string {
  try {
    return String((JSON.parse(line.toString()) as readonly unknown[])[2]);
  } catch {
    return '';
  }
}
