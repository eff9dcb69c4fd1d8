import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenCharacters } from '../../../src/terminal/hidden.ts';
import { createLineEditor, type EditorAction, type LineEditor } from '../../../src/terminal/line-editor/line-editor.ts';
import { TinyTerminal } from '../../support/tiny-terminal.ts';

const prompt = '$ ';

/** An editor before a terminal. A text is unfinished while it ends in a backslash. */
class Bench {
  readonly terminal: TinyTerminal;
  readonly editor: LineEditor;
  readonly seen: EditorAction[] = [];

  constructor(columns = 40, rows = 10) {
    this.terminal = new TinyTerminal(columns, rows);
    this.editor = createLineEditor({
      columns,
      rows,
      complete: (text) => (text.endsWith('\\') ? 'incomplete' : 'complete'),
    });
    this.take(this.editor.prompt(prompt));
  }

  take(actions: readonly EditorAction[]): this {
    for (const action of actions) {
      this.seen.push(action);
      if (action.kind === 'draw') this.terminal.write(action.text);
    }
    return this;
  }

  type(text: string | Uint8Array): this {
    return this.take(this.editor.feed(typeof text === 'string' ? new TextEncoder().encode(text) : text));
  }

  prompt(): this {
    return this.take(this.editor.prompt(prompt));
  }

  /** Submits what is there, and says what it was. */
  enter(): string | undefined {
    this.type('\r');
    return this.submissions.at(-1);
  }

  get submissions(): string[] {
    return this.seen.flatMap((action) => (action.kind === 'submit' ? [action.text] : []));
  }

  /** The lines of the screen in use, with `|` where the cursor is. */
  get screen(): string[] {
    const lines = this.terminal.screen();
    const { row, column } = this.terminal;
    const cells = (this.terminal.lines[row] ?? []).slice(0, column).join('');
    lines[row] =
      `${cells.padEnd(cells === '' ? column : 0)}|${(this.terminal.lines[row] ?? []).slice(column).join('')}`;
    return lines.slice(
      0,
      Math.max(
        row,
        lines.findLastIndex((line) => line !== ''),
      ) + 1,
    );
  }
}

/** What is submitted after these keys. */
const edit = (keys: string): string | undefined => new Bench(80, 24).type(keys).enter();

describe('keys', () => {
  const csi = '\x1b[';
  it.each([
    ['insert', 'ac\x1b[Db', 'abc'],
    ['backspace and delete', 'abcx\x7f\x1b[D\x1b[D\x1b[3~', 'ac'],
    ['ctrl-H and ctrl-D', 'abcx\b\x02\x02\x04', 'ac'],
    ['arrows of both kinds', 'bc\x1bOD\x1bODa\x1bOC\x1b[CX', 'abcX'],
    ...['\x01', `${csi}H`, `${csi}1~`, `${csi}7~`, '\x1bOH'].map((key) => ['home', `bc${key}a`, 'abc']),
    ...['\x05', `${csi}F`, `${csi}4~`, `${csi}8~`, '\x1bOF'].map((key) => ['end', `ab\x01${key}c`, 'abc']),
    ...['\x1bb', `${csi}1;5D`, `${csi}1;3D`, '\x1bOd'].map((key) => [
      'a word left',
      `ls foo.bar${key}x`,
      'ls foo.xbar',
    ]),
    ...['\x1bf', `${csi}1;5C`].map((key) => ['a word right', `ls foo.bar\x01${key}${key}x`, 'ls foox.bar']),
    ['ctrl-K, ctrl-U and ctrl-Y', 'abcd\x02\x02\x0b\x01\x19\x05\x15\x19', 'cdab'],
    ['ctrl-W by blanks, alt-backspace by words', 'a b/c d\x17e/f\x1b\x7f', 'a b/c e/'],
    ['alt-D', 'foo bar\x01\x1bd', ' bar'],
    ['ctrl-T', 'abdc\x14', 'abcd'],
    ['ctrl-T inside', 'bac\x01\x06\x14', 'abc'],
    ['alt-Enter and ctrl-J as Enter', 'a', 'a'],
  ])('%s: %j gives %j', (_name, keys, text) => {
    expect(edit(keys)).toBe(text);
  });

  it('moves and deletes by what a person sees as one character', () => {
    expect(edit('中e\u0301x\x1b[D\x7f')).toBe('中x');
    expect(edit('😀\u0301\x7f')).toBe('');
  });

  it('ends on ctrl-D only where the line is empty, and drops the line on ctrl-C', () => {
    expect(new Bench().type('a\x04').seen.some(({ kind }) => kind === 'end')).toBe(false);
    expect(new Bench().type('\x04').seen.at(-1)).toEqual({ kind: 'end' });
    const bench = new Bench().type('rm x\x03');
    expect(bench.seen.at(-1)).toEqual({ kind: 'interrupt' });
    expect(bench.prompt().screen).toEqual(['$ rm x^C', '$ |']);
    expect(bench.enter()).toBe('');
  });

  it('rings for keys without a meaning and inserts nothing', () => {
    for (const key of ['\t', '\x1a', '\x1c', '\x0f', '\x12', '\x13', '\x16', '\x7f']) {
      const bench = new Bench().type(key);
      expect(bench.seen.at(-1), JSON.stringify(key)).toEqual({ kind: 'bell' });
      expect(bench.enter()).toBe('');
    }
  });

  const replies = [
    '\x1b[?64;1;2;6c',
    '\x1b[>41;354;0c',
    '\x1b[24;80R',
    '\x1b[0n',
    '\x1b]11;rgb:0000/0000/0000\x1b\\',
    '\x1b]10;rgb:ffff/ffff/ffff\x07',
    '\x1b[I\x1b[O',
    '\x1b[<0;12;34M\x1b[<0;12;34m',
    '\x1b[M !!',
    '\x1b[?2004;1$y',
    '\x1bP1+r544e=78\x1b\\',
    '\x1bP>|XTerm(390)\x1b\\',
    '\x1b[8;24;80t',
    '\x1b[[A',
    '\x1b[15~',
    '\x1b[?1u',
    '\x9b24;80R',
    '\x1b_Gi=1;OK\x1b\\',
    '\x1bz',
  ];
  it.each(replies)('drops the reply %j, cut at any place', (reply) => {
    const bytes = new TextEncoder().encode(`a${reply}b`);
    for (let at = 0; at <= bytes.length; at++) {
      const bench = new Bench().type(bytes.subarray(0, at)).type(bytes.subarray(at));
      expect(bench.enter()).toBe('ab');
    }
  });

  it('takes an escape sequence in single bytes', () => {
    const bench = new Bench();
    for (const byte of 'bc\x1b[1;5Da\x1b[Fd') bench.type(byte);
    expect(bench.enter()).toBe('abcd');
  });

  it('is not silenced by an unfinished string', () => {
    expect(edit('a\x1bPb\x03')).toBe(undefined);
    expect(new Bench().type('a\x1b]0;b\x03').seen.at(-1)).toEqual({ kind: 'interrupt' });
  });
});

describe('submissions', () => {
  it('counts CR, LF and CR LF as one Enter each', () => {
    const bench = new Bench().type('a\r\nb\nc\rd\n\r');
    for (let count = 0; count < 4; count++) bench.prompt();
    expect(bench.submissions).toEqual(['a', 'b', 'c', 'd', '']);
    const cut = new Bench().type('a\r').type('\nb');
    expect(new TextDecoder().decode(cut.editor.takePending())).toBe('b');
  });

  it('leaves what follows Enter to the next prompt, or to whoever takes it', () => {
    const bench = new Bench().type('one\rtwo\rthr');
    expect(bench.submissions).toEqual(['one']);
    expect(bench.prompt().submissions).toEqual(['one', 'two']);
    expect(bench.prompt().screen.at(-1)).toBe('$ thr|');
    expect(new TextDecoder().decode(new Bench().type('one\rtwo').editor.takePending())).toBe('two');
  });

  it('goes on in a line with its own prompt while the text is unfinished', () => {
    const bench = new Bench().type('a \\\rb');
    expect(bench.screen).toEqual(['$ a \\', '> b|']);
    expect(bench.type('\x1b[A').screen).toEqual(['$ a| \\', '> b']);
    expect(bench.type('X\x1b[B\x1b[D\x1b[D\x1b[D\x1b[DY').screen).toEqual(['$ aXY| \\', '> b']);
    expect(bench.enter()).toBe('aXY \\\nb');
  });

  it('shows a paste and runs nothing until Enter', () => {
    const bench = new Bench().type('\x1b[200~ls\r\nrm\tx\r\x03\x04\x1b[A\x1bb\x07\x1b[201~');
    expect(bench.submissions).toEqual([]);
    expect(bench.screen).toEqual(['$ ls', '> rm    x', '> |']);
    expect(bench.enter()).toBe('ls\nrm\tx\n');
  });

  it('treats what follows the end of a paste as keys', () => {
    expect(new Bench().type('\x1b[200~rm\x1b[201~\rx').submissions).toEqual(['rm']);
  });

  it('switches bracketed paste on for the prompt and off for a statement', () => {
    const bench = new Bench();
    expect(bench.terminal.bracketedPaste).toBe(true);
    expect(bench.type('a\r').terminal.bracketedPaste).toBe(false);
    expect(bench.prompt().terminal.bracketedPaste).toBe(true);
  });

  it('never runs the beginning of a text that did not fit', () => {
    const bench = new Bench().type('a'.repeat(32 * 1024)).type('b\rc\r');
    expect(bench.submissions).toEqual([]);
    expect(bench.type('\x7f\r').submissions).toEqual(['a'.repeat(32 * 1024 - 1)]);
  });

  it('keeps everything invisible or controlling out of the text, whatever bytes come', () => {
    const pieces = fc.constantFrom(
      '\x1b',
      '\x1b[',
      '\x1b[200~',
      '\x1b[201~',
      '\x1bP',
      '\x1b]',
      '\u200b',
      '\u202e',
      '\ufeff',
      '\u00a0',
      '\u2800',
      'é',
      '中',
      '\t',
      'x',
      '\x9b',
      '\x1bO',
    );
    const chunk = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      pieces.map((piece) => new TextEncoder().encode(piece)),
    );
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 20 }), (chunks) => {
        const bench = new Bench();
        for (const bytes of chunks) {
          bench.type(bytes);
          while (bench.seen.some(({ kind }) => kind !== 'draw' && kind !== 'bell') && !bench.terminal.bracketedPaste)
            bench.prompt();
        }
        bench.type('\x1b[201~\x05\r');
        for (const text of bench.submissions) expect(text.replace(/[\n\t]/g, '').match(hiddenCharacters)).toBe(null);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('history', () => {
  it('walks up and down, keeps edits while browsing, and stores no line twice in a row', () => {
    const bench = new Bench();
    for (const line of ['one', 'two', 'two', ' ', 'three']) bench.type(`${line}\r`).prompt();
    expect(bench.type('new\x1b[A').screen.at(-1)).toBe('$ three|');
    expect(bench.type('\x10\x10').screen.at(-1)).toBe('$ one|');
    expect(bench.type('!\x0e').screen.at(-1)).toBe('$ two|');
    expect(bench.type('\x1b[A').screen.at(-1)).toBe('$ one!|');
    expect(bench.type('\x1b[A').seen.some(({ kind }) => kind === 'bell')).toBe(true);
    expect(bench.type('\x1b[B\x1b[B\x1b[B').screen.at(-1)).toBe('$ new|');
    bench.type('\r').prompt();
    expect(bench.type('\x1b[A\x1b[A\x1b[A\x1b[A').screen.at(-1)).toBe('$ one|');
  });
});

describe('the screen', () => {
  it('sends one character for a character at the end', () => {
    const bench = new Bench().type('ab');
    bench.seen.length = 0;
    expect(bench.type('c').seen).toEqual([{ kind: 'draw', text: 'c' }]);
    expect(bench.type('中').seen.at(-1)).toEqual({ kind: 'draw', text: '中' });
    expect(bench.type('\x1b[D').seen.at(-1)).toEqual({ kind: 'draw', text: '\b\b' });
  });

  it('wraps before a wide character that does not fit, and after a full row', () => {
    expect(new Bench(10, 5).type('1234567中').screen).toEqual(['$ 1234567', '中|']);
    expect(new Bench(10, 5).type('12345678').screen).toEqual(['$ 12345678', '|']);
  });

  it('shows the part around the cursor of a text taller than the terminal', () => {
    const bench = new Bench(10, 3).type('\x1b[200~a\nb\nc\nd\x1b[201~');
    expect(bench.screen).toEqual(['> b', '> c', '> d|']);
    expect(bench.type('\x1b[A\x1b[A\x1b[A').screen).toEqual(['$ a|', '> b', '> c']);
    expect(bench.type('\r').screen).toEqual(['> c', '> d', '|']);
  });

  it('hides and comes back', () => {
    const bench = new Bench().type('abc\x02');
    expect(bench.take(bench.editor.hide()).screen).toEqual(['|']);
    bench.terminal.write('a word from the broker\r\n');
    expect(bench.take(bench.editor.show()).screen).toEqual(['a word from the broker', '$ ab|c']);
  });

  it('clears the screen on ctrl-L', () => {
    expect(new Bench().type('a\r').prompt().type('b\x0c').screen).toEqual(['$ b|']);
  });

  const keys = fc.constantFrom(
    ...['a', 'b ', 'word', '中', '한글', '😀', 'e\u0301', '\u0301', 'longer text here', '0123456789'],
    ...['\x1b[D', '\x1b[C', '\x1b[A', '\x1b[B', '\x01', '\x05', '\x7f', '\x1b[3~', '\x0b', '\x15', '\x17', '\x19'],
    ...['\x1bb', '\x1bf', '\x14', '\x05\\\r', '\x1b[200~two\nlines\x1b[201~', '\x1b[200~a\tb\x1b[201~', '\x0c'],
  );
  const sizes = fc.tuple(fc.integer({ min: 4, max: 30 }), fc.integer({ min: 1, max: 8 }));

  it('after any keys shows what drawing the text from the beginning would show, as far as it fits', () => {
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 60 }), sizes, (typed, [columns, rows]) => {
        const bench = new Bench(columns, rows);
        for (const key of typed) bench.type(key);
        fc.pre(bench.submissions.length === 0);
        const { row, column } = bench.terminal;
        const tall = new TinyTerminal(columns, 400);
        for (const action of bench.editor.setSize(columns, 400)) if (action.kind === 'draw') tall.write(action.text);
        expect(column).toBe(tall.column);
        const first = tall.row - row;
        expect(bench.terminal.screen()).toEqual(tall.screen().slice(first, first + rows));
      }),
      { numRuns: 1000 },
    );
  });

  it('shows what the terminal would show by itself, with the cursor behind the last key', () => {
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 60 }), fc.integer({ min: 4, max: 30 }), (typed, columns) => {
        const bench = new Bench(columns, 400);
        for (const key of [...typed, '\x1b[C', 'Q']) bench.type(key.replace('\t', ' '));
        fc.pre(bench.submissions.length === 0);
        const { row, column } = bench.terminal;
        const screen = bench.terminal.screen();
        const text =
          bench
            .type(`${'\x1b[B'.repeat(200)}\x05.`)
            .enter()
            ?.slice(0, -1) ?? '';
        const terminal = new TinyTerminal(columns, 400);
        const upTo = (part: string): TinyTerminal => {
          // The blank makes a full row wrap, as the editor does for its cursor.
          terminal.write(part.replaceAll('\n', ' \r\n> '));
          return terminal;
        };
        const marker = text.indexOf('Q') + 1;
        upTo(`$ ${text.slice(0, marker)}`);
        // The cursor stands on the next character, which may not fit into this row.
        const fits = terminal.column + (/^[中한글😀]/u.test(text.slice(marker)) ? 2 : 1) <= columns;
        const cursor = fits ? { row: terminal.row, column: terminal.column } : { row: terminal.row + 1, column: 0 };
        expect({ row, column }).toEqual(cursor);
        expect(screen).toEqual(upTo(text.slice(marker)).screen());
      }),
      { numRuns: 600 },
    );
  });

  it('does the same wherever the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(keys, fc.constantFrom('\r', '\r\n', '\x03')), { maxLength: 20 }),
        fc.array(fc.nat(200)),
        (typed, cuts) => {
          const bytes = new TextEncoder().encode(typed.join(''));
          const run = (places: readonly number[]): { submissions: string[]; screen: string[] } => {
            const bench = new Bench(20, 300);
            let start = 0;
            for (const place of [...places, bytes.length]) {
              bench.type(bytes.subarray(start, place));
              start = place;
              while (!bench.terminal.bracketedPaste) bench.prompt();
            }
            // How often a line was drawn on the way differs; where it ends does not.
            return { submissions: bench.submissions, screen: bench.screen };
          };
          const places = cuts.filter((cut) => cut < bytes.length).sort((left, right) => left - right);
          expect(run(places)).toEqual(run([]));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('after the terminal grows or shrinks shows the same', () => {
    fc.assert(
      fc.property(
        fc.array(keys, { maxLength: 20 }),
        sizes,
        sizes,
        (typed, [columns, rows], [nextColumns, nextRows]) => {
          const bench = new Bench(columns, rows);
          for (const key of typed) bench.type(key);
          bench.terminal.resize(nextColumns, nextRows);
          bench.take(bench.editor.setSize(nextColumns, nextRows)).type('x\x7f');
          const shown = bench.screen.join('');
          expect(shown.split('|').length).toBe(2);
        },
      ),
      { numRuns: 500 },
    );
  });
});
