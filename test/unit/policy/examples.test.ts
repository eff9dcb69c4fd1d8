import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bash } from '../../../src/language/bash/bash.ts';
import { circumstancesOf, questionOf } from '../../../src/policy/context.ts';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { runTests } from '../../../src/policy/run-tests.ts';
import { starterPolicy } from '../../../src/policy/starter.ts';
import { policyLanguage } from '../../../src/policy-language.ts';
import { redactionConfig } from '../../../src/redaction/config.ts';

const folder = new URL('../../fixtures/policy/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const page = readFileSync(new URL('../../../docs/policy.md', import.meta.url), 'utf8');

const language = policyLanguage(redactionConfig.parse({}));

function failures(source: string): readonly string[] {
  return runTests(createPolicy(source), language).map(
    ({ test, judgement }) => `${test.line}: ${test.expect}, but ${judgement.decision} by ${judgement.rules.join(', ')}`,
  );
}

describe('a shipped policy', () => {
  it('the starter holds its own tests', () => {
    expect(failures(starterPolicy)).toEqual([]);
  });

  it.each(files)('%s holds its own tests', (name) => {
    expect(failures(text(name))).toEqual([]);
  });

  it('docs/policy.md tells in its worked table what an allow covers', () => {
    const packOnly = createPolicy('version: 1\nrules: [{ id: a, allow: { run: "builtin:coding@1" } }]');
    const place = circumstancesOf({ cwd: '/app', home: '/home/agent', workspace: '/app' });
    const table = [...page.matchAll(/^\| `([^`]+)` \| [^|]+ \| (allow|ask|deny)/gm)];
    expect(table).toHaveLength(5);
    for (const [, line = '', verdict] of table) {
      expect(packOnly.judge(questionOf(line, place, bash)).decision, line).toBe(verdict);
    }
  });

  it('docs/policy.md shows the three examples as they are tested', () => {
    const shown = [...page.matchAll(/```yaml\n(# Example[\s\S]*?)```/g)].map(([, block]) => block);
    const examples = files.map(text).filter((source) => source.startsWith('# Example'));
    expect(shown.toSorted()).toEqual(examples.toSorted());
    expect(shown).toHaveLength(3);
  });
});
