import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeness, split } from '../../../src/language/bash/completeness.ts';
import { literalWords } from '../../../src/language/bash/literal-words.ts';
import { createScriptSource } from '../../../src/session/sources/script.ts';

const standing = { status: 0, cwd: '/', tainted: false };
const language = {
  name: 'bash',
  completeness,
  split,
  read: () => expect.fail('a source does not judge'),
  literalWords,
  wordTexts: () => [],
  literals: () => [],
  lastCommand: () => null,
};

async function statementsOf(pieces: readonly Uint8Array[]): Promise<string[]> {
  const source = createScriptSource(language);
  for (const piece of pieces) void source.feed(piece);
  source.end();
  const texts: string[] = [];
  for (let next = await source.next(standing); next !== null; next = await source.next(standing)) {
    texts.push(next.kind === 'statement' ? next.text : `unreadable: ${next.reason}`);
  }
  return texts;
}

const script = 'cd /tmp\nfor i in 1 2; do\n  echo "ä $i"\ndone\n\n# note\ncat <<E\nin $x\nE\necho end';
const statements = ['cd /tmp', 'for i in 1 2; do\n  echo "ä $i"\ndone', 'cat <<E\nin $x\nE', 'echo end'];

describe('a script from the client', () => {
  it('becomes the same statements however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100), { maxLength: 10 }), async (cuts) => {
        const bytes = Buffer.from(script);
        const places = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
        expect(await statementsOf(places.slice(1).map((to, index) => bytes.subarray(places[index], to)))).toEqual(
          statements,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('gives a statement as soon as its last line came', async () => {
    const source = createScriptSource(language);
    void source.feed(Buffer.from('echo one\nif true; then\n'));
    expect(await source.next(standing)).toEqual({ kind: 'statement', text: 'echo one' });
    const second = source.next(standing);
    void source.feed(Buffer.from('echo two; fi\n'));
    expect(await second).toEqual({ kind: 'statement', text: 'if true; then\necho two; fi' });
  });

  it('joins how it is to fail with what may fail', async () => {
    const lines = (text: string) => statementsOf([Buffer.from(text)]);
    expect(await lines('#!/bin/bash\nset -euo pipefail\n\ncd /tmp\nls\n')).toEqual([
      'set -euo pipefail\ncd /tmp',
      'ls',
    ]);
    expect(await lines('set -u\nset -o errexit\nset -e\nls\n')).toEqual(['set -u', 'set -o errexit\nset -e\nls']);
    expect(await lines('set -x\nset -o pipefail\nset e\nset -- -n\n')).toHaveLength(4);
    // Behind it nothing can fail.
    expect(await lines('ls\nset -e\n')).toEqual(['ls']);
  });

  it('ends at bytes that are not UTF-8: nobody knows what the rest would be', async () => {
    const texts = await statementsOf([Buffer.from('echo ok\necho \xff\necho after\n', 'latin1')]);
    expect(texts.at(-1)).toBe('unreadable: the script is not valid UTF-8');
    expect(texts.join()).not.toContain('after');
  });

  it('refuses a statement that grows beyond 32 KiB without keeping it', async () => {
    const texts = await statementsOf([
      Buffer.from(`echo '${'x'.repeat(20_000)}`),
      Buffer.from('y'.repeat(20_000)),
      Buffer.from("'\n"),
    ]);
    expect(texts).toEqual([expect.stringMatching(/^unreadable: the statement has \d+ bytes/)]);
  });

  it('asks the client to wait while many statements wait', async () => {
    const source = createScriptSource(language);
    const wait = source.feed(Buffer.from('true\n'.repeat(100)));
    expect(wait).toBeInstanceOf(Promise);
    for (let index = 0; index < 50; index += 1) await source.next(standing);
    await wait;
  });

  it('drops the rest and says how much', async () => {
    const source = createScriptSource(language);
    void source.feed(Buffer.from('one\ntwo\nthr'));
    await source.next(standing);
    expect(source.drop()).toBe('two\nthr'.length);
    void source.feed(Buffer.from('more\n'));
    expect(await source.next(standing)).toBeNull();
  });
});
