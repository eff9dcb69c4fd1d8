import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleOf } from '../../../src/redaction/alphabet.ts';
import { redactionConfig } from '../../../src/redaction/config.ts';
import { needlesOf } from '../../../src/redaction/known/encodings.ts';
import { createRedaction } from '../../../src/redaction/redaction.ts';
import type { FlushReason } from '../../../src/redaction/redactor.ts';
import { filter, sessionKey } from './filter.ts';
import { judgeSecret, render } from './strict-check.ts';

const values = ['s3cr3t-Value!Zz', 'pässwörd &42', 'multi\nline\nvalue-7', 'aaaaaaaab'];
const redaction = createRedaction(redactionConfig.parse({ secrets: false }), values);
const needles = values.flatMap(needlesOf);

function run(text: string, size: number, flush?: FlushReason): string {
  return filter(redaction.open(sessionKey), Buffer.from(text, 'latin1'), size, flush).toString('latin1');
}

/** No part of the needle that would tell it. */
function expectHidden(needle: string, text: string, out: string): void {
  const row = { id: '', kind: '', text, secrets: [needle] };
  expect(judgeSecret(needle, row, render(out)), JSON.stringify(out)).toBe('hidden');
}

describe('known values', () => {
  it('are found in every listed encoding, at every split', () => {
    for (const needle of needles) {
      const text = `x <${needle}> y`;
      for (let cut = 1; cut < text.length; cut++) {
        const stream = redaction.open(sessionKey);
        const bytes = Buffer.from(text, 'latin1');
        const out = Buffer.concat([
          stream.feed(bytes.subarray(0, cut)),
          stream.feed(bytes.subarray(cut)),
          stream.flush(),
        ]);
        expectHidden(needle, text, out.toString('latin1'));
      }
    }
  });

  it.each([
    ['a colour', '\x1b[31m'],
    ['a title', '\x1b]0;t\x07'],
    ['a line end', '\n'],
    ['a CR LF', '\r\n'],
    ['a wrap', ' \r'],
  ])('are found with %s at every place inside', (_, between) => {
    for (const needle of needles) {
      for (let at = 1; at < needle.length; at++) {
        const text = `x ${needle.slice(0, at)}${between}${needle.slice(at)} y`;
        for (const size of [1, 7, 4096]) expectHidden(needle, text, run(text, size));
      }
    }
  });

  it.each(['idle', 'cap'] as const)('do not show when they dribble in, with a flush (%s) after each byte', (reason) => {
    for (const needle of needles) {
      const text = `x <${needle}> y`;
      expectHidden(needle, text, run(text, 1, reason));
    }
  });

  it('do not show however they are broken, cut and stalled', () => {
    const breaks = fc.constantFrom('\n', '\r\n', ' \r', '\x1b[1m', '\x1b[0;31m\x1b[K', '\x1b]0;t\x07', '');
    const story = fc.record({
      value: fc.string({ minLength: 8, maxLength: 24, unit: fc.constantFrom(...'aB3$ "\\ü<&/x') }),
      form: fc.nat(),
      breaks: fc.array(breaks, { minLength: 1, maxLength: 5 }),
      size: fc.integer({ min: 1, max: 9 }),
      flush: fc.constantFrom<FlushReason | undefined>(undefined, 'idle', 'cap'),
    });
    fc.assert(
      fc.property(story, ({ value, form, breaks: between, size, flush }) => {
        const forms = needlesOf(value).filter((needle) => !needle.startsWith(' '));
        fc.pre(forms.length > 0);
        const needle = forms[form % forms.length]!;
        const part = Math.ceil(needle.length / (between.length + 1));
        const pieces = Array.from({ length: between.length + 1 }, (_, at) => needle.slice(at * part, (at + 1) * part));
        const broken = pieces.map((piece, at) => piece + (between[at] ?? '')).join('');
        // What is squeezed out of the text must not be made by where it is broken.
        fc.pre(!/ \r?\n| \x1b| \r/.test(broken.replaceAll(' \r', '')));
        const stream = createRedaction(redactionConfig.parse({ secrets: false }), [value]).open(sessionKey);
        const out = filter(stream, Buffer.from(`. ${broken} .`, 'latin1'), size, flush).toString('latin1');
        for (const view of render(out)) expect(view).not.toContain(needle);
      }),
      { numRuns: Number(process.env.OSTIARY_FUZZ ?? 400) },
    );
  });

  it('are found among a thousand, in one pass, wherever they stand', () => {
    const many = Array.from({ length: 1000 }, (_, index) => sampleOf('alnum', 8 + (index % 30), index));
    const stream = createRedaction(redactionConfig.parse({ secrets: false }), many).open(sessionKey);
    const out = filter(stream, Buffer.from(many.map((value) => `x ${value} y\n`).join('')), 4096).toString();
    for (const value of many) expect(out).not.toContain(value);
    expect(out.match(/^x ‹known:[\w-]{6}› y$/gm)).toHaveLength(1000);
  });

  it('cost the text around them nothing', () => {
    expect(run(`x <${values[0]}> y`, 3)).toMatch(/^x <\S+> y$/);
    expect(run('s3cr3t-Val and s3cr3t-value!zz stay', 3)).toBe('s3cr3t-Val and s3cr3t-value!zz stay');
  });

  it('of up to five bytes are refused and counted', () => {
    expect(createRedaction(redactionConfig.parse({}), ['abc', 'long-enough']).refusedValues).toBe(1);
  });
});
