// Finds values in a statement: as it is written, and as its programs get its words.
import type { Language } from '../language/language.ts';
import type { Found } from './redaction.ts';

/** In order, disjoint. */
export function findInStatement(
  statement: string,
  language: Pick<Language, 'wordTexts'>,
  find: (text: string) => readonly Found[],
): readonly Found[] {
  const written = find(statement);
  const inWords = language.wordTexts(statement).flatMap(({ text, place }) =>
    find(text).flatMap(({ start, end, kind }): readonly Found[] => {
      const span = place(start, end);
      return span === null ? [] : [{ start: span[0], end: span[1], kind }];
    }),
  );
  if (inWords.length === 0) return written;
  let done = 0;
  return [...written, ...inWords]
    .toSorted((one, other) => one.start - other.start)
    .flatMap(({ start, end, kind }) => {
      const from = Math.max(start, done);
      done = Math.max(done, end);
      return from < end ? [{ start: from, end, kind }] : [];
    });
}
