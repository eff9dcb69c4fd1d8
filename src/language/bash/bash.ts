// The bash language: whole statements, and what each would do.
import type { Language } from '../language.ts';
import { completeness, split } from './completeness.ts';
import { lastCommand } from './last-command.ts';
import { literalWords } from './literal-words.ts';
import { findLiterals } from './literals.ts';
import { createReading } from './reading.ts';
import { lookup, obeyed, proveExamples } from './registry.ts';
import { findWordTexts } from './word-texts.ts';

// Refuses to load unless every entry keeps its examples.
proveExamples();

export const bash: Language = {
  name: 'bash',
  completeness,
  split,
  literalWords,
  lastCommand,
  wordTexts: findWordTexts,
  literals: (statement) => findLiterals(statement, lookup, obeyed),
  read: (place) => createReading(place, lookup, obeyed),
};
