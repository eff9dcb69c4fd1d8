// Finds and removes the marks the broker itself puts into an output stream to learn where a statement's output ends.

export interface FenceStripper {
  /** From now on `fence` is looked for; `found` is called once, after everything before it was passed on. */
  expect(fence: Buffer, found: () => void): void;
  /** Gives up on a fence that never got into the stream. */
  forget(fence: Buffer, pass: (bytes: Buffer) => void): void;
  /** Passes on `bytes` without fences. Holds back only what could be the start of an expected one. */
  feed(bytes: Buffer, pass: (bytes: Buffer) => void): void;
  /** Passes on what was held back: the stream ended. */
  flush(pass: (bytes: Buffer) => void): void;
}

export function createFenceStripper(): FenceStripper {
  const expected = new Map<Buffer, () => void>();
  let held: Buffer = Buffer.alloc(0);

  const flush = (pass: (bytes: Buffer) => void) => {
    const bytes = held;
    held = Buffer.alloc(0);
    if (bytes.length > 0) pass(bytes);
  };

  return {
    expect: (fence, found) => void expected.set(fence, found),
    forget: (fence, pass) => {
      expected.delete(fence);
      if (expected.size === 0) flush(pass);
    },
    feed: (bytes, pass) => {
      let rest = held.length > 0 ? Buffer.concat([held, bytes]) : bytes;
      held = Buffer.alloc(0);
      for (let next = findFirst(rest, expected); next !== null; next = findFirst(rest, expected)) {
        if (next.at > 0) pass(rest.subarray(0, next.at));
        rest = rest.subarray(next.at + next.fence.length);
        expected.delete(next.fence);
        next.found();
      }
      const kept = longestStart(rest, expected);
      if (rest.length > kept) pass(rest.subarray(0, rest.length - kept));
      if (kept > 0) held = Buffer.from(rest.subarray(rest.length - kept));
    },
    flush,
  };
}

function findFirst(bytes: Buffer, expected: ReadonlyMap<Buffer, () => void>) {
  let first: { at: number; fence: Buffer; found: () => void } | null = null;
  for (const [fence, found] of expected) {
    const at = bytes.indexOf(fence);
    if (at >= 0 && (first === null || at < first.at)) first = { at, fence, found };
  }
  return first;
}

/** Length of the longest end of `bytes` that begins a fence. */
function longestStart(bytes: Buffer, expected: ReadonlyMap<Buffer, () => void>): number {
  let longest = 0;
  for (const fence of expected.keys()) {
    for (let length = Math.min(bytes.length, fence.length - 1); length > longest; length -= 1) {
      if (bytes.subarray(bytes.length - length).equals(fence.subarray(0, length))) longest = length;
    }
  }
  return longest;
}
