import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputText } from '../../../src/search/output-text.ts';

async function textOf(...chunks: readonly (string | Uint8Array)[]): Promise<string> {
  const output = createOutputText({ cols: 40, rows: 5 });
  for (const chunk of chunks) await output.feed(Buffer.from(chunk as string));
  return output.finish();
}

describe('the text of an output', () => {
  it.each([
    ['colours', '\x1b[1;31merror\x1b[0m: no\r\n', 'error: no\n'],
    ['titles and links', '\x1b]0;title\x07a\x1b]8;;http://x\x07b\x1b]8;;\x07\n', 'ab\n'],
    ['a progress bar', '10%\r50%\rdone\r\n', '10%\n50%\ndone\n'],
    ['columns made by movements', 'name\x1b[20Gsize', 'name size'],
    ['rows made by movements', '\x1b[1;1Hfirst\x1b[2;1Hsecond', '\nfirst\nsecond'],
    ['tabs and bells', 'a\tb\x07c', 'a\tbc'],
  ])('is what was printed, without %s', async (_, output, expected) => {
    expect(await textOf(output)).toBe(expected);
  });

  it('does not depend on how output was cut', async () => {
    const whole = Buffer.from('\x1b[31mrot\x1b[0m €\r\nand \x1b]2;t\x1b\\more\r\n');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (cut) => {
        expect(await textOf(whole.subarray(0, cut), whole.subarray(cut))).toBe('rot €\nand more\n');
      }),
    );
  });

  it('keeps the lines that stood on a full screen, each once, and goes on after it', async () => {
    const text = await textOf(
      'before\r\n\x1b[?1049h\x1b[H\x1b[2J',
      '\x1b[1;1HPASSWORD file\x1b[2;1Hli\x1b[2;3Hne two',
      '\x1b[3;1Hstatus\x1b[?1049lafter\r\n',
    );
    expect(text).toContain('PASSWORD file\nline two\nstatus\n');
    expect(text.match(/before|after/g)).toEqual(['before', 'after']);
  });

  it('reads a full screen again and again, and at its end', async () => {
    const pages = Array.from({ length: 6 }, (_, page) => `\x1b[H\x1b[2Jpage ${page}${'\x1b[m'.repeat(6000)}`);
    const text = await textOf('\x1b[?1049h', ...pages, '\x1b[H\x1b[2Jlast page');
    expect(text.match(/page \d/g)?.length).toBeGreaterThan(3);
    expect(text).toContain('last page');
  });

  it('leaves out the middle of what is long', async () => {
    const lines = Array.from({ length: 60 }, (_, line) => `${line}:${'x'.repeat(10_000)}\n`);
    const text = await textOf(...lines);
    expect(text.length).toBeLessThan(201_000);
    expect(text.startsWith('0:x')).toBe(true);
    expect(text).toContain('\n…\n');
    expect(text).toContain('\n59:');
  });

  it('is well-formed whatever was printed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        expect((await textOf(bytes)).isWellFormed()).toBe(true);
      }),
    );
  });
});
