// A reference terminal of a few lines for tests: what the line editor may send, with the wrap-pending state, wide
// characters and combining marks of a real one. Anything else it is sent is an error.
import stringWidth from 'string-width';
import { createEscapeParser } from '../../src/terminal/escape-parser.ts';

export class TinyTerminal {
  lines: string[][] = [];
  row = 0;
  column = 0;
  bracketedPaste = false;
  cols: number;
  rows: number;
  /** Lines that left at the top. */
  readonly scrollback: string[] = [];
  private readonly parser = createEscapeParser('output');

  constructor(cols: number, rows: number) {
    this.cols = cols;
    this.rows = rows;
    this.lines = Array.from({ length: rows }, () => []);
  }

  write(text: string): void {
    for (const event of this.parser.feed(text)) {
      if (event.kind === 'print') for (const letter of event.text) this.print(letter);
      else if (event.kind === 'control') this.control(event.code);
      else if (event.kind === 'csi') this.csi(event.private + event.parameters, event.final);
      else throw new Error(`unexpected ${JSON.stringify(event)}`);
    }
  }

  /** The screen, a wide character followed by nothing, blanks at line ends dropped. */
  screen(): string[] {
    return this.lines.map((line) =>
      Array.from(line, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  /** Wraps lines that are too long for the new width, as most terminals do, and keeps the bottom in sight. */
  resize(cols: number, rows: number): void {
    const lines: string[][] = [];
    let cursor = 0;
    this.lines.slice(0, this.lastUsed() + 1).forEach((line, index) => {
      if (index === this.row)
        cursor = lines.length + Math.floor(Math.max(0, this.column - (this.column >= this.cols ? 1 : 0)) / cols);
      for (let at = 0; at === 0 || at < line.length; at += cols) lines.push(line.slice(at, at + cols));
    });
    this.column = Math.min(this.column, this.cols - 1) % cols;
    while (lines.length <= cursor) lines.push([]);
    const gone = Math.max(0, lines.length - rows);
    this.scrollback.push(...lines.slice(0, gone).map((line) => line.join('')));
    this.lines = lines.slice(gone);
    while (this.lines.length < rows) this.lines.push([]);
    this.row = Math.max(0, cursor - gone);
    this.cols = cols;
    this.rows = rows;
  }

  private lastUsed(): number {
    return Math.max(
      this.row,
      this.lines.findLastIndex((line) => line.length > 0),
    );
  }

  private print(letter: string): void {
    const width = stringWidth(letter);
    const line = (): string[] => this.lines[this.row] ?? [];
    if (width === 0) {
      let at = Math.min(this.column, this.cols) - 1;
      while (at > 0 && line()[at] === '') at--;
      if (at >= 0) line()[at] = (line()[at] ?? ' ') + letter;
      return;
    }
    if (this.column + width > this.cols) {
      this.column = 0;
      this.down();
    }
    const cells = line();
    while (cells.length < this.column) cells.push(' ');
    // Half of a wide character that is written over leaves a blank.
    if (cells[this.column] === '') cells[this.column - 1] = ' ';
    if (cells[this.column + width] === '') cells[this.column + width] = ' ';
    cells[this.column] = letter;
    if (width === 2) cells[this.column + 1] = '';
    this.column += width;
  }

  private control(code: number): void {
    if (code === 13) this.column = 0;
    else if (code === 10) this.down();
    else if (code === 8) this.column = Math.max(0, Math.min(this.column, this.cols - 1) - 1);
    else throw new Error(`unexpected control ${code}`);
  }

  private down(): void {
    if (this.row < this.rows - 1) this.row++;
    else {
      this.scrollback.push((this.lines.shift() ?? []).join(''));
      this.lines.push([]);
    }
  }

  private csi(parameters: string, final: string): void {
    const count = Number(parameters === '' ? 1 : parameters);
    this.column = Math.min(this.column, this.cols - 1);
    if (final === 'A') this.row = Math.max(0, this.row - count);
    else if (final === 'B') this.row = Math.min(this.rows - 1, this.row + count);
    else if (final === 'C') this.column = Math.min(this.cols - 1, this.column + count);
    else if (final === 'D') this.column = Math.max(0, this.column - count);
    else if (final === 'K') this.lines[this.row]?.splice(this.column);
    else if (final === 'J') {
      if (parameters === '2') this.lines = this.lines.map(() => []);
      else
        this.lines = this.lines.map((line, index) =>
          index < this.row ? line : index > this.row ? [] : line.slice(0, this.column),
        );
    } else if (final === 'H') this.row = this.column = 0;
    else if (parameters === '?2004') this.bracketedPaste = final === 'h';
    else if (final !== 'm' && parameters !== '?25') throw new Error(`unexpected CSI ${parameters}${final}`);
  }
}
