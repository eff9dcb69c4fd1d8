// What a statement gives away is an effect like any other: a language that also tells the secrets and personal values in
// the text.
import type { Effect } from '../language/effect.ts';
import type { Language, Reading } from '../language/language.ts';
import type { Found } from './redaction.ts';
import { findInStatement } from './statement.ts';

/** Each finding as an effect that stands on its own. */
export function disclosuresOf(found: readonly Found[]): readonly Effect[] {
  return found.map(({ start, end, kind }) => ({ kind: 'discloses', what: kind, of: null, span: [start, end] }));
}

/** The language, with what `find` finds in a statement among its effects, behind those of the language. */
export function withDisclosures(language: Language, find: (text: string) => readonly Found[]): Language {
  const findIn = (statement: string) => findInStatement(statement, language, find);
  return { ...language, read: (place) => disclosingReading(language.read(place), findIn) };
}

function disclosingReading(reading: Reading, find: (text: string) => readonly Found[]): Reading {
  return {
    get cwd() {
      return reading.cwd;
    },
    get tainted() {
      return reading.tainted;
    },
    analyse(statement) {
      const analysis = reading.analyse(statement);
      const found = find(statement);
      return found.length === 0 ? analysis : { ...analysis, effects: [...analysis.effects, ...disclosuresOf(found)] };
    },
    settle: (statement, outcome) => reading.settle(statement, outcome),
  };
}
