// Compiles rules for the scanner.
import { buildAutomaton, foldWord } from './automaton.ts';
import type { Asked, RuleSet } from './judge.ts';
import type { Rule } from './rule.ts';

/** `watched`: words of readers; `known`: first bytes of known values. */
export function compileRules(rules: readonly Rule[], watched: readonly string[], known: readonly string[]): RuleSet {
  const asked = new Map<string, Asked[]>();
  for (const rule of rules) {
    for (const trigger of rule.triggers) {
      const word = foldWord(trigger);
      asked.set(word, [...(asked.get(word) ?? []), { rule, length: word.length }]);
    }
  }
  for (const word of watched) if (!asked.has(foldWord(word))) asked.set(foldWord(word), []);
  const seen = new Set(asked.keys());
  const knownWords = new Set(known);
  const words = [...new Set([...seen, ...knownWords])];
  const automaton = buildAutomaton(words);
  const flag = (test: (word: string) => boolean): Uint8Array =>
    Uint8Array.from(automaton.outputs, (ends) => (ends.some((index) => test(words[index]!)) ? 1 : 0));
  const looks = automaton.outputs.map((ends) => {
    const rules = new Set(
      ends
        .filter((index) => seen.has(words[index]!))
        .flatMap((index) =>
          asked.get(words[index]!)!.length === 0 ? [undefined] : asked.get(words[index]!)!.map(({ rule }) => rule),
        ),
    );
    const [only] = rules;
    return rules.size === 1 ? only?.mayFind : undefined;
  });
  return {
    looks,
    automaton,
    asked: words.map((word) => asked.get(word) ?? []),
    asksRule: flag((word) => seen.has(word)),
    asksKnown: flag((word) => knownWords.has(word)),
  };
}
