// The layouts of text tables: how a line falls into cells.

export interface Layout {
  readonly separator: string;
  /** What stands under the header; nothing in separated values. */
  readonly rule?: 'line' | 'box';
  /** The line goes on: its last cell is a part, and so is the blank at its end. */
  readonly cut?: boolean;
}

export interface Cell {
  readonly text: string;
  /** Of the text, without padding and quotes. */
  readonly start: number;
  readonly end: number;
}

/** `---+---` as psql draws it, `+---+---+` as mysql does. */
export function ruleLine(text: string): 'line' | 'box' | undefined {
  if (/^\+(?:-+\+)+$/.test(text.trim())) return 'box';
  return /^-+(?:\+-+)*$/.test(text.trim()) && text.includes('--') ? 'line' : undefined;
}

/** The layout of a line that may be a header: every cell reads like a name. */
export function layoutOf(text: string, boxed: boolean): Layout | undefined {
  if (boxed) return /^\s*\|.*\|\s*$/.test(text) ? { separator: '|', rule: 'box' } : undefined;
  if (/^ .*\S/.test(text) && (text.includes(' | ') || /^ \s*[\w.]+\s*$/.test(text)))
    return { separator: '|', rule: 'line' };
  for (const separator of ['\t', ',', ';', '|']) {
    const cells = cellsOf(text, { separator });
    const names = cells.filter((cell) => /^[A-Za-z_][\w .()/-]{0,63}$/.test(cell.text));
    if (cells.length >= 2 && names.length === cells.length) return { separator };
  }
  return undefined;
}

export function cellsOf(text: string, layout: Layout): Cell[] {
  const line = layout.cut ? text : text.replace(/\s+$/, '');
  const cells: Cell[] = [];
  let from = layout.rule === 'box' ? line.indexOf('|') + 1 : 0;
  const limit = layout.rule === 'box' && !layout.cut ? line.lastIndexOf('|') : line.length;
  while (from <= limit) {
    const end = cellEnd(line, from, limit, layout);
    cells.push(trim(line, from, end, layout.cut === true && end === limit));
    from = end + 1;
  }
  return cells;
}

// A separator between quotes is text (RFC 4180).
function cellEnd(line: string, from: number, limit: number, layout: Layout): number {
  let quoted = false;
  for (let at = from; at < limit; at++) {
    if (line[at] === '"' && layout.rule === undefined) quoted = !quoted;
    else if (line[at] === layout.separator && !quoted) return at;
  }
  return limit;
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
