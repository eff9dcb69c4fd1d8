import { expect, it } from 'vitest';
import { bash } from '../../../src/language/bash/bash.ts';
import { redactionConfig } from '../../../src/redaction/config.ts';
import { createSessionRedactions } from '../../../src/redaction/levels.ts';
import { showStatement } from '../../../src/session/shown-statement.ts';

const redaction = createSessionRedactions(redactionConfig.parse({}))();
const show = (statement: string) => showStatement(statement, { redaction, language: bash, judged: true });

it.each(["perl -e '$password=`reboot`'", "make 'PASSWORD=`reboot`' all"])(
  'does not cover what is a command between backquotes: %s',
  (statement) => {
    expect(show(statement).refusal).toContain('cannot be shown safely');
  },
);

it('covers a value in plain quotes', () => {
  const { text, refusal } = show('perl -e \'$password="hunter2-Blue"\'');
  expect(refusal).toBeNull();
  expect(text).toMatch(/^perl -e '\$password="‹secret:[\w-]+›"'$/);
});
