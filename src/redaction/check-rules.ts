// A rule refuses to load unless it does what its examples say. The text as a whole is asked when rules are loaded, in
// milliseconds; however the stream that carries it is cut, in the tests.

import { foldWord } from './automaton.ts';
import type { LineReader } from './reader.ts';
import { Redactor, type RedactorParts } from './redactor.ts';
import type { Rule } from './rule.ts';
import { compileRules } from './rule-set.ts';

const noReaders: readonly LineReader[] = [];

/** Throws when a rule does not do what its examples say: nothing would be worse than to trust it. */
export function requireSoundRules(rules: readonly Rule[]): void {
  const broken = rules.flatMap(findingsOfWhole);
  if (broken.length > 0) throw new Error(`redaction rules are broken: ${broken.join('; ')}`);
}

/** What is wrong with the rule, one sentence each, when its examples are asked whole. */
function findingsOfWhole(rule: Rule): string[] {
  return [...rule.finds, ...rule.ignores].flatMap((example) => {
    const expected = withoutValues(example);
    // A value on the next line is found by the engine only.
    const got = /\n./.test(example) ? streamed(partsOf(rule), example, 0) : asked(rule, example);
    return got === expected ? [] : [sentence(rule, 'whole', expected, got)];
  });
}

/** What is wrong with the rule, one sentence each, when a stream of its examples is cut at every byte. */
export function findingsOfRule(rule: Rule): string[] {
  const parts = partsOf(rule);
  return [...rule.finds, ...rule.ignores].flatMap((example) => {
    const expected = withoutValues(example);
    const length = bytesOf(example).length;
    for (let cut = 0; cut < length; cut++) {
      const got = streamed(parts, example, cut);
      if (got !== expected) return [sentence(rule, `cut at ${cut}`, expected, got)];
    }
    return [];
  });
}

const bytesOf = (example: string): Buffer => Buffer.from(example.replace(/[⟦⟧]/g, ''), 'utf8');
const withoutValues = (example: string): string => example.replace(/⟦.*?⟧/g, '⟦⟧');

function sentence(rule: Rule, how: string, expected: string, got: string): string {
  return `${rule.kind}: ${how}, ${JSON.stringify(expected)} became ${JSON.stringify(got)}`;
}

function partsOf(rule: Rule): RedactorParts {
  const rules = compileRules([rule], []);
  return { rules, known: undefined, readers: noReaders, personal: rule.group === 'pii', mask: () => '⟦⟧' };
}

function streamed(parts: RedactorParts, example: string, cut: number): string {
  const bytes = bytesOf(example);
  const stream = new Redactor(parts);
  const out = [stream.feed(bytes.subarray(0, cut)), stream.feed(bytes.subarray(cut)), stream.flush('end')];
  return Buffer.concat(out).toString('utf8');
}

/** The rule by itself, asked at each of its triggers from left to right. */
function asked(rule: Rule, example: string): string {
  const text = bytesOf(example).toString('latin1');
  const folded = text.toLowerCase().replace(/[0-9]/g, '0');
  const hits = rule.triggers.flatMap((trigger) => placesOf(foldWord(trigger), folded));
  let shown = '';
  let from = 0;
  let settled = 0;
  for (const { at, after } of hits.sort((one, other) => one.after - other.after)) {
    if (after <= settled) continue;
    const found = rule.find(text, at, after);
    if (!found) continue;
    settled = found.end;
    if (!found.masked || found.end <= from) continue;
    shown += `${Buffer.from(text.slice(from, found.start), 'latin1')}⟦⟧`;
    from = found.end;
  }
  return shown + Buffer.from(text.slice(from), 'latin1').toString('utf8');
}

function placesOf(word: string, text: string): { at: number; after: number }[] {
  const places: { at: number; after: number }[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    places.push({ at, after: at + word.length });
  }
  return places;
}
