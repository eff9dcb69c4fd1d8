import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findWordTexts } from '../../../../src/language/bash/word-texts.ts';

const texts = (statement: string) => findWordTexts(statement).map(({ text }) => text);

describe('a word without its quotes', () => {
  it.each([
    [`echo 'a "plain" one'`, ['a "plain" one']],
    [`echo 'it'\\''s here'`, [`it's here`]],
    [`echo "say \\"yes\\" \\n to \\$x"`, ['say "yes" \\n to $x']],
    [`x=one\\ word`, ['one word']],
    [`echo $'tab\\there now'`, ['tab\there now']],
    [`echo "$(printf 'inner words')"`, ['$', 'inner words']],
    ['echo nothing quoted', []],
    [`echo 'still being typ`, ['still being typ']],
  ])('of %s is what its program gets', (statement, expected) => {
    expect(texts(statement)).toEqual(expected);
  });

  it('knows where each part is written, and what is no literal text', () => {
    const statement = `echo 'key: '\\''abc$x'\\''' "and $y more"`;
    const [first, second] = findWordTexts(statement);
    const span = first?.place(first.text.indexOf('abc'), first.text.indexOf('abc') + 5);
    expect(statement.slice(...(span ?? [0, 0]))).toBe('abc$x');
    expect(second?.text).toBe('and $ more');
    expect(second?.place(4, 5)).toBeNull();
    expect(second?.place(0, 3)).toEqual([statement.indexOf('and'), statement.indexOf('and') + 3]);
  });

  it('is any text that was quoted for a shell, each character in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 6 }), (text) => {
        const statement = `echo '${text.replaceAll("'", "'\\''")}'`;
        const [word] = findWordTexts(statement);
        expect(word?.text).toBe(text);
        for (let at = 0; at < text.length; at++)
          expect(statement.slice(...(word?.place(at, at + 1) ?? [0, 0]))).toBe(text[at]);
      }),
    );
  });

  it('bounds its work on nesting without end', () => {
    for (const unit of ['"$(', '"${x:-', "'a' $((", '`"a"`', "'a' {"]) {
      expect(findWordTexts(unit.repeat(5000)).length).toBeLessThan(30_000);
    }
  });

  it('breaks on no text, whole or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...`'"\\$(){}<>|;&\n\` ab=#`)).map((all) => all.join('')),
        (statement) => {
          for (const { text, place } of findWordTexts(statement)) {
            for (let at = 0; at < text.length; at++) {
              const span = place(at, at + 1);
              if (span !== null) expect(statement.slice(...span).length).toBeGreaterThan(0);
            }
          }
        },
      ),
    );
  });
});
