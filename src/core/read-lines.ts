// A text file as lines, in constant memory.
import { createReadStream } from 'node:fs';

export interface Line {
  readonly text: string;
  /** False for a last line without its line feed: it may be torn, or still being written. */
  readonly whole: boolean;
}

/** A line longer than this is no line of a cast; in bytes. */
const longest = 64 * 1024 * 1024;

/** Batches of lines, in order, without their line feeds. @throws Node's system errors; RangeError for an endless line */
export async function* readLines(file: string): AsyncGenerator<readonly Line[]> {
  let parts: Buffer[] = [];
  let held = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const piece = chunk.subarray(start, end);
      lines.push({ text: (held === 0 ? piece : Buffer.concat([...parts, piece])).toString(), whole: true });
      parts = [];
      held = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      parts.push(chunk.subarray(start));
      held += chunk.length - start;
    }
    if (held > longest) throw new RangeError(`a line has more than ${longest} bytes`);
    if (lines.length > 0) yield lines;
  }
  if (held > 0) yield [{ text: Buffer.concat(parts).toString(), whole: false }];
}
