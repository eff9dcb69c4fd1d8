import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStderrGuard } from '../../../src/session/stderr-guard.ts';

function guard(pieces: readonly Uint8Array[]): string {
  const filter = createStderrGuard();
  const out = pieces.map((piece) => Buffer.from(filter.feed(piece)));
  return Buffer.concat([...out, Buffer.from(filter.flush())]).toString('latin1');
}

/** What the guard promises, said in another way: every line that begins like the broker's own gets a prefix. */
function expected(text: string): string {
  return text.replace(/(^|\n)(?=ostiary: |\{"ostiary":)/g, '$1| ');
}

const pieces = fc
  .array(fc.constantFrom('ostiary: ', 'ostiary', ': ', '{"ostiary":', '{"ost', '\n', 'x', '\r', '| '), {
    maxLength: 20,
  })
  .map((parts) => parts.join(''));

describe('the guard of stderr', () => {
  it('prefixes lines that begin like the broker’s own, and nothing else', () => {
    expect(guard([Buffer.from('ostiary: denied\nfine: ostiary: no\n{"ostiary":1}\n')])).toBe(
      '| ostiary: denied\nfine: ostiary: no\n| {"ostiary":1}\n',
    );
  });

  it('does so however the bytes are cut', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(200), { maxLength: 12 }), (text, cuts) => {
        const bytes = Buffer.from(text, 'latin1');
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        const cut = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
        expect(guard(cut)).toBe(expected(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('holds back no more than the start of a line that could still be a forgery', () => {
    const filter = createStderrGuard();
    expect(Buffer.from(filter.feed(Buffer.from('working on'))).toString()).toBe('working on');
    expect(filter.feed(Buffer.from('\nosti'))).toHaveLength(1);
  });
});
