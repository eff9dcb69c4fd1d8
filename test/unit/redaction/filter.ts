// Runs bytes through a stream redactor in pieces of one size.

import type { StreamRedactor } from '../../../src/redaction/redaction.ts';
import type { FlushReason } from '../../../src/redaction/redactor.ts';

export const sessionKey = Buffer.alloc(32, 7);

/** `flush`: forced after every write. */
export function filter(stream: StreamRedactor, input: Uint8Array, size: number, flush?: FlushReason): Buffer {
  const out: Uint8Array[] = [];
  for (let at = 0; at < input.length; at += size) {
    out.push(stream.feed(input.subarray(at, at + size)));
    if (flush) out.push(stream.flush(flush));
  }
  out.push(stream.flush());
  return Buffer.concat(out);
}
