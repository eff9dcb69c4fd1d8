// Known values, compiled once for all streams: their needles, the words that make the scanner look closer, and the
// automaton that decides.
import { foldWord } from '../automaton.ts';
import { needlesOf } from './encodings.ts';
import { buildNeedleAutomaton, type NeedleAutomaton } from './needle-automaton.ts';

/** So many squeezed bytes make the scanner look closer; shorter beginnings are only tracked across line ends. */
export const triggerLength = 4;

export interface KnownValues {
  readonly automaton: NeedleAutomaton;
  readonly triggers: readonly string[];
  /** How many values were too short to be registered. */
  readonly refused: number;
}

export function compileKnownValues(values: readonly string[]): KnownValues | undefined {
  const needles = new Set<string>();
  const triggers = new Set<string>();
  let refused = 0;
  for (const value of new Set(values)) {
    const forms = needlesOf(value);
    if (forms.length === 0) refused++;
    for (const form of forms) {
      needles.add(form);
      triggers.add(foldWord(form.slice(0, triggerLength)));
    }
  }
  if (needles.size === 0 && refused === 0) return undefined;
  return { automaton: buildNeedleAutomaton([...needles]), triggers: [...triggers], refused };
}
