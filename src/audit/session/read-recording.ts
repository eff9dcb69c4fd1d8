// Reads a recording once, in constant memory: its digests at given offsets, its size, and of its lines the header, the
// markers of statements and the exit (asciicast v3).
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface RecordedMarker {
  /** Of the marker's line, in bytes. */
  readonly start: number;
  readonly label: string;
}

export interface Recording {
  readonly size: number;
  /** sha256 (hex) of the bytes before each offset; fewer when the file is shorter. */
  readonly digests: readonly string[];
  readonly header: unknown;
  readonly markers: readonly RecordedMarker[];
  /** The last exit event, and where its line ends. */
  readonly exit: { readonly status: string; readonly end: number } | null;
}

/** @param offsets ascending. @throws Node's system errors */
export async function readRecording(file: string, offsets: readonly number[]): Promise<Recording> {
  const hash = createHash('sha256');
  const digests: string[] = [];
  const found = createFinder();
  let size = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let hashed = 0;
    for (let offset = offsets[digests.length]; offset !== undefined && offset <= size + chunk.length; ) {
      hash.update(chunk.subarray(hashed, offset - size));
      hashed = Math.max(hashed, offset - size);
      digests.push(hash.copy().digest('hex'));
      offset = offsets[digests.length];
    }
    hash.update(chunk.subarray(hashed));
    found.feed(chunk);
    size += chunk.length;
  }
  return { size, digests, ...found.facts() };
}

/** A line of which more bytes are held than this is neither header, marker nor exit. */
const longest = 1024 * 1024;

/** Keeps only lines that matter: what a line is can be seen in its first bytes. */
function createFinder() {
  const markers: RecordedMarker[] = [];
  let header: unknown = null;
  let exit: Recording['exit'] = null;
  /** The beginning of a line whose end has not come; null when the line does not matter. */
  let held: Buffer | null = Buffer.alloc(0);
  let start = 0;

  function take(line: Buffer): void {
    const first = start === 0;
    const end = start + line.length + 1;
    const value = first || matters(line) ? parse(line) : null;
    if (first) header = value;
    else if (Array.isArray(value) && value[1] === 'm') markers.push({ start, label: String(value[2]) });
    else if (Array.isArray(value) && value[1] === 'x') exit = { status: String(value[2]), end };
  }

  return {
    feed(chunk: Buffer) {
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        const piece = chunk.subarray(from, end);
        if (held === null) start += piece.length + 1;
        else {
          const line = held.length === 0 ? piece : Buffer.concat([held, piece]);
          take(line);
          start += line.length + 1;
        }
        held = Buffer.alloc(0);
        from = end + 1;
      }
      const rest = chunk.subarray(from);
      if (held !== null) {
        const line: Buffer = Buffer.concat([held, rest]);
        const keep = (start === 0 || matters(line)) && line.length <= longest;
        if (!keep) start += line.length;
        held = keep ? line : null;
      } else start += rest.length;
    },
    facts: () => ({ header, markers, exit }),
  };
}

/** True for a marker or an exit, and while that cannot be told yet: `[0.123456,"m",…`. */
function matters(line: Buffer): boolean {
  const quote = line.subarray(0, 64).indexOf('"');
  if (quote < 0) return line.length < 64;
  const code = line[quote + 1];
  return code === undefined || code === 0x6d || code === 0x78;
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return null;
  }
}
