// Keeps a target from speaking in the broker's name: without a PTY, lines on stderr that begin like the broker's own
// are prefixed with `| ` (DESIGN §1).
import { bufferOf } from '../core/buffer-of.ts';

const forgeries = ['ostiary: ', '{"ostiary":'].map((text) => Buffer.from(text));
const prefix = Buffer.from('| ');
const newline = 0x0a;
const longest = Math.max(...forgeries.map(({ length }) => length));
const firstLetters = new Set(forgeries.map(([first]) => first));

export interface StderrGuard {
  /** Gives what may leave; holds at most a line's first bytes while they could still become a forgery. */
  feed(bytes: Uint8Array): Uint8Array;
  flush(): Uint8Array;
}

export function createStderrGuard(): StderrGuard {
  let held: Buffer = Buffer.alloc(0);
  let atLineStart = true;

  function feed(bytes: Uint8Array): Uint8Array {
    const input = held.length > 0 ? Buffer.concat([held, bytes]) : bufferOf(bytes);
    held = Buffer.alloc(0);
    const parts: Buffer[] = [];
    let from = 0;
    let lineStart = atLineStart ? 0 : nextLine(input, 0);
    while (lineStart !== -1 && lineStart < input.length) {
      const rest = input.subarray(lineStart, lineStart + longest);
      if (forgeries.some((forgery) => rest.subarray(0, forgery.length).equals(forgery))) {
        parts.push(input.subarray(from, lineStart), prefix);
        from = lineStart;
      } else if (
        forgeries.some((forgery) => rest.length < forgery.length && forgery.subarray(0, rest.length).equals(rest))
      ) {
        parts.push(input.subarray(from, lineStart));
        held = Buffer.from(rest);
        atLineStart = true;
        return Buffer.concat(parts);
      }
      lineStart = nextLine(input, lineStart);
    }
    atLineStart = input.length > 0 ? input.at(-1) === newline : atLineStart;
    if (parts.length === 0) return input;
    parts.push(input.subarray(from));
    return Buffer.concat(parts);
  }

  return {
    feed,
    flush() {
      const rest = held;
      held = Buffer.alloc(0);
      if (rest.length > 0) atLineStart = false;
      return rest;
    },
  };
}

/** Start of the next line that could be a forgery; -1 when none follows. Skips lines at memchr speed. */
function nextLine(input: Buffer, from: number): number {
  for (let at = input.indexOf(newline, from); at !== -1; at = input.indexOf(newline, at + 1)) {
    const first = input[at + 1];
    if (first === undefined || firstLetters.has(first)) return at + 1;
  }
  return -1;
}
