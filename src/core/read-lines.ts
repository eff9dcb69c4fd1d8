// Lines of a file in constant memory: as ranges of bytes, without copying or decoding them, or as text.
import { createReadStream } from 'node:fs';

/** A line without its line feed is bytes[start, end). Its buffer may be written to until the next line. */
export interface ByteLine {
  readonly bytes: Buffer;
  /** At least 1: the byte before the line is free for use. */
  readonly start: number;
  readonly end: number;
  /** False for a last line without its line feed: it may be torn, or still being written. */
  readonly whole: boolean;
}

export interface Line {
  readonly text: string;
  /** As in `ByteLine`. */
  readonly whole: boolean;
}

/** Lines longer than these are none of ours: of any file, and of a cast; in bytes. */
const longestOfAll = 256 * 1024 * 1024;
const longestOfCast = 64 * 1024 * 1024;

export interface LineRange {
  /** The bytes of the file that are read, [start, end); absent: all. A line begins at `start`. */
  readonly start?: number;
  readonly end?: number;
  /** Bytes of a line. */
  readonly longest?: number;
}

/** Batches of lines, in order. @throws Node's system errors; RangeError for an endless line */
export async function* readByteLines(file: string, range: LineRange = {}): AsyncGenerator<readonly ByteLine[]> {
  const { start: from = 0, end: to = Number.POSITIVE_INFINITY, longest = longestOfAll } = range;
  if (to <= from) return;
  let held: Buffer[] = [];
  let size = 0;
  const stream = createReadStream(file, { start: from, end: to - 1, highWaterMark: 256 * 1024 });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines: ByteLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      if (start > 0) lines.push({ bytes: chunk, start, end, whole: true });
      else lines.push(joined([...held, chunk.subarray(0, end)], true));
      start = end + 1;
    }
    if (start > 0) [held, size] = [[], 0];
    held.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > longest) throw new RangeError(`a line has more than ${longest} bytes`);
    if (lines.length > 0) yield lines;
  }
  if (size > 0) yield [joined(held, false)];
}

function joined(parts: readonly Buffer[], whole: boolean): ByteLine {
  const bytes = Buffer.concat([Buffer.alloc(1), ...parts]);
  return { bytes, start: 1, end: bytes.length, whole };
}

export const textOf = ({ bytes, start, end }: ByteLine) => bytes.toString('utf8', start, end);

/** The same as text. */
export async function* readLines(file: string): AsyncGenerator<readonly Line[]> {
  for await (const lines of readByteLines(file, { longest: longestOfCast })) {
    yield lines.map((line) => ({ text: textOf(line), whole: line.whole }));
  }
}
