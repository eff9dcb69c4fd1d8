// A rule refuses to load unless it does what its examples say, however the stream that carries them is cut.
import type { LineReader } from './reader.ts';
import { Redactor } from './redactor.ts';
import type { Rule } from './rule.ts';
import { compileRules } from './rule-set.ts';

const noReaders: readonly LineReader[] = [];

/** What is wrong with the rule, one sentence each; the rule is asked by itself. */
export function findingsOfRule(rule: Rule): string[] {
  const rules = compileRules([rule], []);
  const parts = { rules, known: undefined, readers: noReaders, personal: rule.group === 'pii', mask: () => '⟦⟧' };
  const examples = [...rule.finds, ...rule.ignores];
  return examples.flatMap((example) => {
    const expected = example.replace(/⟦.*?⟧/g, '⟦⟧');
    const bytes = Buffer.from(example.replace(/[⟦⟧]/g, ''), 'utf8');
    for (let cut = 0; cut < bytes.length; cut++) {
      const stream = new Redactor(parts);
      const out = [stream.feed(bytes.subarray(0, cut)), stream.feed(bytes.subarray(cut)), stream.flush('end')];
      const got = Buffer.concat(out).toString('utf8');
      if (got !== expected)
        return [`${rule.kind}: cut at ${cut}, ${JSON.stringify(expected)} became ${JSON.stringify(got)}`];
    }
    return [];
  });
}
