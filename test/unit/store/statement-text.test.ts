import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, statementText } from '../../../src/store/statement-text.ts';

describe('the text of a statement in an event', () => {
  it('is the statement itself where it can be', () => {
    expect(statementText('echo ü')).toEqual({ text: 'echo ü', bytes: 7, sha256: null });
    expect(statementText(Buffer.from('echo ü'))).toEqual({ text: 'echo ü', bytes: 7, sha256: null });
  });

  it('is lossy with the digest for bytes that are not UTF-8', () => {
    const bytes = Buffer.from([0x65, 0xff, 0x66]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(statementText(bytes)).toEqual({ text: 'e\ufffdf', bytes: 3, sha256 });
  });

  it('is the head with the digest for a long one', () => {
    const long = 'echo 1; '.repeat(10_000);
    const { text, bytes, sha256 } = statementText(long);
    expect(long.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(40_000);
    expect(bytes).toBe(80_000);
    expect(sha256).toBe(createHash('sha256').update(long).digest('hex'));
  });

  it('is always well-formed, never over its bytes, and the longest that fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 2, max: 80 }), (text, bytes) => {
        const fitted = fitText(text, bytes);
        expect(fitted.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(bytes);
        expect(text.toWellFormed().startsWith(fitted)).toBe(true);
        const next = String.fromCodePoint(text.toWellFormed().codePointAt(fitted.length) ?? 0);
        if (fitted.length < text.length) {
          expect(Buffer.byteLength(JSON.stringify(fitted + next))).toBeGreaterThan(bytes);
        }
      }),
    );
  });
});
