// Masks columns by name in text tables: psql (aligned and expanded), mysql (boxed and \G), boxes of Unicode, Markdown,
// columns under dashes, separated values with a header line, and JSON by key. For what has no format of its own: names, addresses.
import type { LineReader, ReaderSpan } from '../reader.ts';
import { type Cell, cellsOf, columnsOf, type Layout, layoutOf, ruleLine } from './table.ts';

/** What is left of a cell; `hash` and `full` are masks, the others keep a part. */
export type ColumnStyle = 'full' | 'last4' | 'email' | 'hash';

export type ShowCell = (style: ColumnStyle, name: string, value: string) => string;

interface Table {
  readonly layout: Layout;
  readonly names: readonly string[];
  /** False between the header and the line under it. */
  readonly open: boolean;
  /** A line was drawn under the last row: another row or the end may follow. */
  readonly ruled?: boolean;
  /** The header, while its columns are not known yet. */
  readonly header?: string;
}

/** Upper borders and records as Unicode draws them, one character a byte. */
const drawnWords = ['\xe2\x94\x8c\xe2\x94', '\xe2\x94\x8f\xe2\x94', '\xe2\x95\x94\xe2\x95', '\xe2\x94\x80[ record'];

export class ColumnReader implements LineReader {
  readonly #styles: ReadonlyMap<string, ColumnStyle>;
  readonly #show: ShowCell;
  readonly #json: RegExp;
  #table: Table | undefined;
  // The line before was the upper border of a box.
  #boxed = false;
  // Rows of `name | value` are being read.
  #expanded: RegExp | undefined;

  constructor(styles: ReadonlyMap<string, ColumnStyle>, show: ShowCell) {
    this.#styles = styles;
    this.#show = show;
    const names = [...styles.keys()].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    this.#json = new RegExp(
      `\\\\{0,4}"(${names})\\\\{0,4}"\\s{0,8}:\\s{0,8}(?:"((?:[^"\\\\]|\\\\(?:.|$)){1,1024})|\\\\{1,4}"((?:[^"\\\\]|\\\\[^"]){1,1024})|(-?[0-9][0-9.]{0,30}))`,
      'dgi',
    );
  }

  /** Words that wake the reader. */
  static words(styles: ReadonlyMap<string, ColumnStyle>): string[] {
    return [...[...styles.keys()].map((name) => name.toLowerCase()), '-[ record', '. row **', '+--', ...drawnWords];
  }

  get busy(): boolean {
    return this.#table !== undefined || this.#boxed || this.#expanded !== undefined;
  }

  get holdsLine(): boolean {
    return this.#table !== undefined || this.#expanded !== undefined;
  }

  read(text: string, end: 'open' | 'part' | 'line'): ReaderSpan[] {
    const spans = this.#readJson(text);
    if (end !== 'line') return [...spans, ...this.#readOpen(text)];
    if (/^\S{1,3}\[ RECORD \d+ \]/.test(text))
      this.#expanded = /^\s*([^|\xe2]{1,64}?)\s*(?:\||\xe2\x94\x82)\s?(.*?)\s*$/d;
    else if (/^\*+ \d+\. row \*+/.test(text)) this.#expanded = /^\s*([^:]{1,64}?):\s(.*?)\s*$/d;
    else if (this.#expanded) spans.push(...this.#readExpanded(text, this.#expanded));
    else spans.push(...this.#readRow(text));
    return spans;
  }

  #readJson(text: string): ReaderSpan[] {
    return [...text.matchAll(this.#json)].flatMap((match) => {
      const range = match.indices?.[2] ?? match.indices?.[3] ?? match.indices?.[4];
      return range ? this.#span(match[1]!, range[0], range[1]) : [];
    });
  }

  // A row that is not complete: what there is of its cells.
  #readOpen(text: string): ReaderSpan[] {
    if (this.#expanded?.test(text)) return this.#spansExpanded(text, this.#expanded);
    const { layout, names, open } = this.#table ?? {};
    if (!layout || !names || !open) return [];
    const cells = cellsOf(text, { ...layout, cut: true });
    // The border behind the last cell begins an empty one.
    return cells.length > names.length + 1 ? [] : this.#readCells(cells.slice(0, names.length), names);
  }

  #readExpanded(text: string, format: RegExp): ReaderSpan[] {
    if (!format.test(text)) this.#expanded = undefined;
    return this.#spansExpanded(text, format);
  }

  #spansExpanded(text: string, format: RegExp): ReaderSpan[] {
    const match = format.exec(text);
    return match ? this.#span(match[1]!, ...match.indices![2]!) : [];
  }

  #readRow(text: string): ReaderSpan[] {
    const table = this.#table;
    const boxed = this.#boxed;
    const ruled = ruleLine(text);
    this.#boxed = ruled === 'box' && (table === undefined || table.ruled === true);
    if (table && ruled !== undefined) {
      this.#table = underlined(table, ruled, text);
      return [];
    }
    if (table?.open) {
      const cells = cellsOf(text, table.layout);
      if (cells.length === table.names.length && text.trim() !== '') {
        if (table.ruled) this.#table = { ...table, ruled: false };
        return this.#readCells(cells, table.names);
      }
    }
    this.#table = ruled === undefined ? this.#readHeader(text, boxed) : undefined;
    return [];
  }

  #readHeader(text: string, boxed: boolean): Table | undefined {
    const layout = layoutOf(text, boxed);
    if (!layout) return undefined;
    const names = namesOf(text, layout);
    if (!names.some((name) => this.#styles.has(name))) return undefined;
    return { layout, names, open: layout.rule === undefined, ...(layout.rule === 'blanks' && { header: text }) };
  }

  #readCells(cells: readonly Cell[], names: readonly string[]): ReaderSpan[] {
    return cells.flatMap(({ start, end }, index) => this.#span(names[index]!, start, end));
  }

  #span(name: string, start: number, end: number): ReaderSpan[] {
    const key = name.trim().toLowerCase();
    const style = this.#styles.get(key);
    if (style === undefined || end <= start) return [];
    return [{ kind: 'column', start, end, shown: (value) => this.#show(style, key, value) }];
  }
}

function namesOf(text: string, layout: Layout): string[] {
  if (layout.rule === 'blanks' && !layout.columns) return text.toLowerCase().split(/ +/);
  return cellsOf(text, layout).map(({ text: name }) => name.toLowerCase());
}

// Under the header a line opens the table; further down it parts rows, and two of them end it.
function underlined(table: Table, rule: NonNullable<Layout['rule']>, text: string): Table | undefined {
  if (table.open)
    return table.layout.rule === 'box' && rule === 'box' && !table.ruled ? { ...table, ruled: true } : undefined;
  if (table.header !== undefined) {
    const layout: Layout = { ...table.layout, columns: columnsOf(text) };
    return rule === 'blanks' || rule === 'line'
      ? { layout, names: namesOf(table.header, layout), open: true }
      : undefined;
  }
  return rule === table.layout.rule ? { ...table, open: true } : undefined;
}
