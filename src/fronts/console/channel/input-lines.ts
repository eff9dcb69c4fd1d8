// The lines of an input, each at most so long; what is longer ends it.
import type { Readable } from 'node:stream';

const longest = 64 * 1024; // UTF-16 units

export async function* inputLines(input: Readable): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const bytes of input as AsyncIterable<Uint8Array>) {
      rest += decoder.decode(bytes, { stream: true });
      const lines = rest.split(/\r?\n|\r/);
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > longest) return;
    }
  } catch (error) {
    // The input of a client that left, or of a broker that ends, is destroyed.
    if (!input.destroyed) throw error;
    return;
  }
  if (rest !== '') yield rest;
}
