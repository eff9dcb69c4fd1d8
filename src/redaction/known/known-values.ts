// Known values, compiled once for all streams: their needles, the index that says where one may begin, and the
// automaton that decides.
import { needlesOf } from './encodings.ts';
import { buildNeedleAutomaton, type NeedleAutomaton } from './needle-automaton.ts';
import { NeedleIndex } from './needle-index.ts';

export interface KnownValues {
  readonly automaton: NeedleAutomaton;
  readonly index: NeedleIndex;
  /** How many values were too short to be registered. */
  readonly refused: number;
}

export function compileKnownValues(values: readonly string[]): KnownValues | undefined {
  const needles = new Set<string>();
  let refused = 0;
  for (const value of new Set(values)) {
    const forms = needlesOf(value);
    if (forms.length === 0) refused++;
    for (const form of forms) needles.add(form);
  }
  if (needles.size === 0 && refused === 0) return undefined;
  const all = [...needles];
  return { automaton: buildNeedleAutomaton(all), index: new NeedleIndex(all), refused };
}
