import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardRows } from '../../../../src/fronts/console/card/card-rows.ts';
import { paintRow } from '../../../../src/fronts/console/text/row.ts';
import { takeSeat } from '../../../support/console-bench.ts';
import { makeCard } from '../../../support/fake-desk.ts';
import { readBack } from '../../../support/read-back.ts';

const attacks = fc.constantFrom(
  '\x1b[2K\r',
  '\x1b[8m',
  '\x1b]8;;http://evil\x07',
  '\x1b]52;c;AAAA\x1b\\',
  '\x9b2J',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\r',
  '\n',
  '\n┃ ls',
  '\u2028',
  '\u00a0',
  '\u0301\u0301\u0301\u0301',
  '👩‍💻',
  '🇩🇪',
  'раypal',
  '中',
  '<U+0041>',
  '\ud800',
  'rm -rf / ',
  '    ',
  'a',
);
const texts = fc.oneof(
  fc.array(attacks, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

/** The styles of our own rows; nothing else may begin with ESC. */
const ours = /\x1b\[(?:[0-9]|[1-4][0-9])(?:;(?:[0-9]|[1-4][0-9]))*m/g;
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

describe('untrusted text cannot make the card show anything but what runs', () => {
  it('gives rows of printable text, whose statement reads back to exactly the bytes that run', () => {
    fc.assert(
      fc.property(texts, texts, texts, fc.integer({ min: 38, max: 90 }), (statement, reason, cwd, width) => {
        const name = reason.slice(0, 20);
        const card = makeCard({
          statement,
          reason,
          cwd,
          effects: [
            {
              effect: { kind: 'run', argv: [statement, null], nested: false, of: null, span: [0, statement.length] },
              decision: 'ask',
              matches: [],
              rules: ['r'],
            },
          ],
          agent: { name, owner: name, roles: [], fingerprint: '' },
          stdin: { kind: 'bound', bytes: 1, sha256: 'x', text: cwd },
          files: [{ path: cwd, realpath: reason, size: 1, sha256: 'x', head: statement }],
        });
        const { rows } = cardRows(card, width);
        for (const row of rows) expect(paintRow(row).replace(ours, '')).not.toMatch(unseen);
        const statementRows = rows.filter(([first]) => first?.text === '┃ ' && first.style === 'title');
        const shown = statementRows.map((row) =>
          row
            .slice(1)
            .map(({ text }) => text)
            .join(''),
        );
        expect(readBack(shown.join(''))).toBe(statement);
      }),
      { numRuns: 500 },
    );
  });

  it('sends nothing to the terminal but its own layout', async () => {
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (statement, reason, cwd) => {
        const seat = takeSeat();
        seat.desk.ask(makeCard({ statement, reason, cwd, effects: [], say: reason }));
        seat.desk.settle('req_none', { kind: 'denied', by: reason, note: statement });
        await seat.shows(/requests 1/);
        seat.type('q');
        await seat.ended;
        expect(foreign(seat.sent())).toEqual([]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('shows each character of a hostile statement on the screen, in its place', async () => {
    const statement = 'ls \x1b[2K\x1b]8;;http://e\x07x\u202ey\u200bz\r; rm -rf /';
    const seat = takeSeat({ terminal: { cols: 120, rows: 24 } });
    seat.desk.ask(makeCard({ statement, effects: [] }));
    await seat.shows(/requests 1/);
    await seat.shows('┃ ls ␛[2K␛]8;;http://e␇x<U+202E>y<U+200B>z␍; rm -rf /');
  });
});

/** Every control sequence and control character that the console has no business to send. */
function foreign(sent: string): string[] {
  const found: string[] = [];
  const known =
    /\x1b\[(?:\?(?:25|7|1049|2004|2026)[hl]|[\d;]*[mABCDGHJKE]|22;2t|23;2t)|\x1b\]2;(?:\(\d+\) )?ostiary\x07|\x07|\r\n/g;
  for (const letter of sent.replace(known, '')) if (unseen.test(letter)) found.push(letter);
  return found;
}

describe('the emulator of this test', () => {
  it('would have shown the attack without the safe display', async () => {
    const emulator = new headless.Terminal({ cols: 40, rows: 2, allowProposedApi: true });
    await new Promise<void>((resolve) => emulator.write('rm -rf /\r\x1b[2Kls', resolve));
    expect(emulator.buffer.active.getLine(0)?.translateToString(true)).toBe('ls');
    emulator.dispose();
  });
});
