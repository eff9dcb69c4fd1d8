import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { redactionConfig } from '../../../src/redaction/config.ts';
import { createSessionRedactions } from '../../../src/redaction/levels.ts';
import { createWatchedStream } from '../../../src/session/watched-stream.ts';
import { hostingToken } from '../../support/secrets.ts';

const known = 'a known value of some length';
const redactions = createSessionRedactions(redactionConfig.parse({ values: [known] }));

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Feeds the pieces, each after its pause (ms), and gives what left. */
function watch(pieces: readonly (readonly [text: string, pause: number])[]) {
  const out: Uint8Array[] = [];
  const found: string[] = [];
  const leave = (bytes: Uint8Array) => void out.push(bytes);
  const stream = createWatchedStream(redactions().watch(), leave, (kind) => found.push(kind));
  for (const [text, pause] of pieces) {
    void stream.feed(Buffer.from(text));
    vi.advanceTimersByTime(pause);
  }
  void stream.end();
  stream.close();
  return { text: Buffer.concat(out).toString(), found };
}

const pauses = fc.constantFrom(0, 10, 600, 2000);

describe('a stream that is not rewritten', () => {
  it('lets every byte pass once, whatever is held and however long it pauses', () => {
    const texts = fc.oneof(fc.string(), fc.constantFrom('glpat-', known.slice(0, 20), 'sk-live', '\x1b[3', '\x1b]0;t'));
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, pauses)), (pieces) => {
        const { text, found } = watch(pieces);
        fc.pre(found.length === 0);
        expect(text).toBe(pieces.map(([piece]) => piece).join(''));
      }),
    );
  });

  it('finds a value in pieces with pauses between them, and holds back all that comes after the first long pause', () => {
    const cut = fc.array(fc.tuple(fc.integer({ min: 1, max: 25 }), pauses), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.boolean(), cut, (isKnown, cuts) => {
        const value = isKnown ? known : hostingToken();
        const places = [...new Set(cuts.map(([at]) => at))].sort((left, right) => left - right);
        const pieces = [0, ...places].map((at, index): [string, number] => [
          value.slice(at, places[index]),
          cuts[index % cuts.length]?.[1] ?? 0,
        ]);
        const { text, found } = watch([['x ', 0], ...pieces, [' -- END\n', 0]]);
        expect(found).toHaveLength(1);
        expect(text).not.toContain(value);
        expect(text).not.toContain('END');
      }),
    );
  });
});
