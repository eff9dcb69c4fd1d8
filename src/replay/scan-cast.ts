// Markers and pauses of a cast (asciicast v3) without decoding its output, from where the last look ended: a recording
// that is still being written is read once.
import { readByteLines } from '../core/read-lines.ts';
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
  for await (const lines of readByteLines(file, { start: scan.offset, end })) {
    for (const line of lines) {
      if (!line.whole) return;
      takeLine(scan, line.bytes.subarray(line.start, line.end));
      scan.offset += line.end - line.start + 1;
    }
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
