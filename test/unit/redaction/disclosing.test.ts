import { describe, expect, it } from 'vitest';
import { bash } from '../../../src/language/bash/bash.ts';
import { withDisclosures } from '../../../src/redaction/disclosing.ts';
import { createRedaction } from '../../../src/redaction/redaction.ts';

const finder = createRedaction({ secrets: true, pii: ['email'], columns: {}, values: [] }).open(new Uint8Array(32));
const language = withDisclosures(bash, (text) => finder.find(text));

describe('a language that tells what is disclosed', () => {
  it('has an effect for each secret and personal value, with its kind and place', () => {
    const line = 'curl -H "Authorization: Bearer d0or-k33per-9f2c71ab44e0" x -d jo@example.org';
    const { effects } = language.read({ cwd: '/', home: '/', user: 'u' }).analyse(line);
    expect(
      effects.flatMap((effect) => (effect.kind === 'discloses' ? [[effect.what, line.slice(...effect.span)]] : [])),
    ).toEqual([
      ['authorization', 'd0or-k33per-9f2c71ab44e0'],
      ['email', 'jo@example.org'],
    ]);
  });

  it('is the same language in everything else', () => {
    const reading = language.read({ cwd: '/', home: '/', user: 'u' });
    expect(reading.analyse('ls -la')).toEqual(bash.read({ cwd: '/', home: '/', user: 'u' }).analyse('ls -la'));
    reading.settle('cd /tmp', { status: 0, cwd: '/tmp' });
    expect(reading.cwd).toBe('/tmp');
    expect(reading.tainted).toBe(false);
  });
});
