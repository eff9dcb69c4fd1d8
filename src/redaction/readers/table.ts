// The layouts of text tables: how a line falls into cells. Texts hold one character a byte, so the lines that boxes are
// drawn with are three characters each.

export interface Layout {
  /** What stands between cells; `columns` are the offsets of cells that only blanks part. */
  readonly separators: readonly string[];
  /** What stands under the header; nothing in separated values. */
  readonly rule?: 'line' | 'box' | 'blanks';
  readonly columns?: readonly number[];
  /** The line goes on: its last cell is a part, and so is the blank at its end. */
  readonly cut?: boolean;
}

export interface Cell {
  readonly text: string;
  /** Of the text, without padding and quotes. */
  readonly start: number;
  readonly end: number;
}

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const walls = ['|', ...[...'│┃║'].map(latin1)];
/** A line of a box: U+2500 to U+257F, and what ASCII draws them with. */
const drawn = /^\s*(?:\xe2[\x94\x95][\x80-\xbf]|[-+=|: ])+$/;
const drawnDash = /\xe2[\x94\x95][\x80-\xbf]|--|==/;
const drawnCorner = /^\s*[+|]|^\s*\xe2(?:\x94[\x8c-\x9f\xa0-\xbf]|\x95[\x90-\xbf])/;

/** `---+---` as psql draws it, `+---+---+` as mysql does, `--- ---` as sqlite does; also drawn with Unicode. */
export function ruleLine(text: string): 'line' | 'box' | 'blanks' | undefined {
  if (!drawn.test(text) || !drawnDash.test(text)) return undefined;
  if (drawnCorner.test(text)) return 'box';
  return /\S {1,4}\S/.test(text.trim()) ? 'blanks' : 'line';
}

/** The layout of a line that may be a header: every cell reads like a name. */
export function layoutOf(text: string, boxed: boolean): Layout | undefined {
  const wall = walls.find((candidate) => text.trimStart().startsWith(candidate));
  if (wall !== undefined && (boxed || walls.some((candidate) => text.trimEnd().endsWith(candidate))))
    return { separators: walls, rule: 'box' };
  if (boxed) return undefined;
  const parted = walls.some((candidate) => text.includes(` ${candidate} `));
  if (/^ .*\S/.test(text) && (parted || /^ \s*[\w.]+\s*$/.test(text))) return { separators: walls, rule: 'line' };
  for (const separator of ['\t', ',', ';', '|']) {
    const cells = cellsOf(text, { separators: [separator] });
    const names = cells.filter((cell) => /^[A-Za-z_][\w .()/-]{0,63}$/.test(cell.text));
    if (cells.length >= 2 && names.length === cells.length) return { separators: [separator] };
  }
  return /^[A-Za-z_][\w ]{0,400}$/.test(text) && / {2,}|\w \w/.test(text)
    ? { separators: [], rule: 'blanks' }
    : undefined;
}

/** Where the columns under a line of dashes begin. */
export function columnsOf(rule: string): number[] {
  return [...rule.matchAll(/[^ ]+/g)].map((match) => characters(rule, match.index));
}

export function cellsOf(text: string, layout: Layout): Cell[] {
  const line = layout.cut ? text : text.replace(/\s+$/, '');
  if (layout.columns) return cellsAt(line, layout.columns, layout.cut === true);
  const box = layout.rule === 'box';
  const cells: Cell[] = [];
  let from = box ? endOfFirstWall(line) : 0;
  const limit = box && !layout.cut ? startOfLastWall(line) : line.length;
  while (from <= limit) {
    const { end, width } = cellEnd(line, from, limit, layout);
    cells.push(trim(line, from, end, layout.cut === true && end === limit));
    from = end + width;
  }
  return cells;
}

function endOfFirstWall(line: string): number {
  const at = line.length - line.trimStart().length;
  return at + (walls.find((wall) => line.startsWith(wall, at))?.length ?? 0);
}

function startOfLastWall(line: string): number {
  return Math.max(...walls.map((wall) => line.lastIndexOf(wall)));
}

// A separator between quotes is text (RFC 4180).
function cellEnd(line: string, from: number, limit: number, layout: Layout): { end: number; width: number } {
  let quoted = false;
  for (let at = from; at < limit; at++) {
    if (line[at] === '"' && layout.rule === undefined) quoted = !quoted;
    if (quoted) continue;
    const separator = layout.separators.find((candidate) => line.startsWith(candidate, at));
    if (separator !== undefined) return { end: at, width: separator.length };
  }
  return { end: limit, width: 1 };
}

// Columns count characters, offsets bytes.
function cellsAt(line: string, columns: readonly number[], cut: boolean): Cell[] {
  const starts = columns.map((column) => offsetOf(line, column));
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? line.length;
    return trim(line, start, end, cut && end === line.length);
  });
}

const isContinuation = (code: number): boolean => code >= 0x80 && code < 0xc0;

function characters(line: string, offset: number): number {
  let count = 0;
  for (let at = 0; at < offset; at++) if (!isContinuation(line.charCodeAt(at))) count++;
  return count;
}

function offsetOf(line: string, column: number): number {
  let count = 0;
  let at = 0;
  while (at < line.length && (count < column || isContinuation(line.charCodeAt(at)))) {
    if (!isContinuation(line.charCodeAt(at))) count++;
    at++;
  }
  return at;
}

function trim(line: string, from: number, to: number, open: boolean): Cell {
  let start = from;
  let end = to;
  while (start < end && line[start] === ' ') start++;
  while (!open && end > start && line[end - 1] === ' ') end--;
  if (end - start >= 2 && line[start] === '"' && line[end - 1] === '"') {
    start++;
    end--;
  }
  return { text: line.slice(start, end), start, end };
}
