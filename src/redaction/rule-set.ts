// Compiles rules for the scanner.
import { buildAutomaton, foldWord } from './automaton.ts';
import type { Asked, RuleSet } from './judge.ts';
import type { Rule } from './rule.ts';

/** `watched`: words of readers. */
export function compileRules(rules: readonly Rule[], watched: readonly string[]): RuleSet {
  const asked = new Map<string, Asked[]>();
  for (const [index, rule] of rules.entries()) {
    for (const trigger of rule.triggers) {
      const word = foldWord(trigger);
      asked.set(word, [...(asked.get(word) ?? []), { rule, length: word.length, index }]);
    }
  }
  const watching = new Set(watched.map(foldWord));
  const words = [...new Set([...asked.keys(), ...watching])];
  const automaton = buildAutomaton(words);
  return {
    automaton,
    ends: new Int32Array(rules.length),
    opened: new Uint8Array(rules.length),
    touched: [],
    asked: automaton.outputs.map((ends) => ends.flatMap((index) => asked.get(words[index]!) ?? [])),
    wakesReader: Uint8Array.from(automaton.outputs, (ends) =>
      ends.some((index) => watching.has(words[index]!)) ? 1 : 0,
    ),
  };
}
