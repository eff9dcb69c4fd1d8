import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEscapeParser, type TerminalEvent } from '../../../src/terminal/escape-parser.ts';

function parse(text: string, direction: 'input' | 'output' = 'output'): TerminalEvent[] {
  return createEscapeParser(direction).feed(text);
}

/** Prints may come in pieces: neighbours are one. */
function joinPrints(events: readonly TerminalEvent[]): TerminalEvent[] {
  const joined: TerminalEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.kind === 'print' && last?.kind === 'print')
      joined[joined.length - 1] = { kind: 'print', text: last.text + event.text };
    else joined.push(event);
  }
  return joined;
}

const csi = { private: '', parameters: '', intermediates: '' };

describe('the escape parser', () => {
  const rows: [string, string, TerminalEvent[]][] = [
    ['text', 'abc é中😀', [{ kind: 'print', text: 'abc é中😀' }]],
    ['controls', '\r\n\x07\x7f\x85', [13, 10, 7, 127, 0x85].map((code) => ({ kind: 'control', code }))],
    ['a colour', '\x1b[1;38:5:208m', [{ kind: 'csi', ...csi, parameters: '1;38:5:208', final: 'm' }]],
    ['a private mode', '\x1b[?1049h', [{ kind: 'csi', ...csi, private: '?', parameters: '1049', final: 'h' }]],
    ['an intermediate', '\x1b[2 q', [{ kind: 'csi', ...csi, parameters: '2', intermediates: ' ', final: 'q' }]],
    ['an 8-bit introducer', '\x9b2J', [{ kind: 'csi', ...csi, parameters: '2', final: 'J' }]],
    ['a title', '\x1b]0;a b\x07', [{ kind: 'osc', data: '0;a b', truncated: false }]],
    ['a title ended by ST', '\x1b]0;é\x1b\\', [{ kind: 'osc', data: '0;é', truncated: false }]],
    ['a title in 8-bit controls', '\x9d0;a\x9c', [{ kind: 'osc', data: '0;a', truncated: false }]],
    ['a charset', '\x1b(B', [{ kind: 'escape', intermediates: '(', final: 'B' }]],
    ['save cursor', '\x1b7', [{ kind: 'escape', intermediates: '', final: '7' }]],
    [
      'a shifted character',
      '\x1bOPx',
      [
        { kind: 'ss3', parameters: '', final: 'P' },
        { kind: 'print', text: 'x' },
      ],
    ],
    [
      'a device control string',
      '\x1bP1$r0m\x1b\\',
      [{ kind: 'dcs', ...csi, parameters: '1', intermediates: '$', final: 'r', data: '0m', truncated: false }],
    ],
    [
      'the other strings',
      '\x1b_a\x1b\\\x1b^b\x1b\\\x1bXc\x1b\\',
      [
        { kind: 'apc', data: 'a', truncated: false },
        { kind: 'pm', data: 'b', truncated: false },
        { kind: 'sos', data: 'c', truncated: false },
      ],
    ],
    [
      'a control inside a sequence',
      '\x1b[3\r1m',
      [
        { kind: 'control', code: 13 },
        { kind: 'csi', ...csi, parameters: '31', final: 'm' },
      ],
    ],
    [
      'a cancelled sequence',
      '\x1b[3\x18m',
      [
        { kind: 'control', code: 0x18 },
        { kind: 'print', text: 'm' },
      ],
    ],
    ['a restarted sequence', '\x1b[3\x1b[4m', [{ kind: 'csi', ...csi, parameters: '4', final: 'm' }]],
    [
      'a string broken off',
      '\x1b]0;a\x1b[mb',
      [
        { kind: 'csi', ...csi, final: 'm' },
        { kind: 'print', text: 'b' },
      ],
    ],
    ['a malformed sequence', '\x1b[1?2mx', [{ kind: 'print', text: 'x' }]],
  ];
  it.each(rows)('reads %s', (_name, text, events) => {
    expect(parse(text)).toEqual(events);
  });

  it('drops what has too many parameters and cuts strings that are too long', () => {
    expect(parse(`\x1b[${'1;'.repeat(1000)}mx`)).toEqual([{ kind: 'print', text: 'x' }]);
    const [title] = parse(`\x1b]0;${'a'.repeat(100_000)}\x07`);
    expect(title).toMatchObject({ kind: 'osc', truncated: true });
    expect(title?.kind === 'osc' && title.data.length).toBeLessThan(10_000);
  });

  it('reads ESC and a key as that key with alt in input', () => {
    expect(parse('\x1b.\x1b\r\x1b\x7f\x1bé', 'input')).toEqual(
      ['.', '\r', '\x7f', 'é'].map((final) => ({ kind: 'escape', intermediates: '', final })),
    );
  });

  it('ends an unfinished sequence at any control in input', () => {
    for (const start of ['\x1b[', '\x1b[1;', '\x1b]0;a', '\x1bP1$r', '\x1bPq12', '\x1b_a', '\x1bO']) {
      expect(parse(`${start}\rx`, 'input')).toEqual([
        { kind: 'control', code: 13 },
        { kind: 'print', text: 'x' },
      ]);
    }
  });

  it('gives the same events wherever the text is cut', () => {
    const pieces = [
      '\x1b',
      '[',
      ']',
      'P',
      'O',
      '_',
      '\\',
      '?',
      '1',
      ';',
      ' ',
      '$',
      'm',
      'h',
      '\r',
      '\x07',
      '\x18',
      '\x7f',
      '\x9b',
      '\x9d',
      '\x9c',
      'é',
      '😀',
      'text',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        text,
        fc.array(fc.nat(60), { maxLength: 6 }),
        fc.constantFrom('input', 'output'),
        (whole, cuts, direction) => {
          const letters = Array.from(whole);
          const parser = createEscapeParser(direction);
          const places = [0, ...cuts.filter((cut) => cut < letters.length).sort((a, b) => a - b), letters.length];
          const events = places
            .slice(1)
            .flatMap((place, index) => parser.feed(letters.slice(places[index], place).join('')));
          expect(joinPrints(events)).toEqual(joinPrints(parse(whole, direction)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('prints no control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        for (const event of parse(text)) if (event.kind === 'print') expect(event.text).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
