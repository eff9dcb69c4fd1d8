// Brings the terminal from one picture of the rows to the next with little output. The position of the first row on the
// terminal is never known: all moves are relative, and never more rows are shown than the terminal has.
import type { Cell, Place, Row } from './layout.ts';

export interface Screen {
  /** Output that makes the terminal show these rows with the cursor there. Taller layouts show a part around it. */
  draw(rows: readonly Row[], cursor: Place): string;
  /** Output that leaves the cursor at the start of the line below all rows, which stay. */
  leave(): string;
  /** Output that takes the rows off again, with the cursor where the first one began. */
  erase(): string;
  /** The terminal was cleared, and its cursor stands at the top left. */
  forget(): void;
  /**
   * Output that takes the rows off again after the terminal changed its size. Assumes, as most terminals do, that rows
   * too long for the new width were wrapped.
   */
  resize(columns: number, rows: number): string;
}

const none: Row = { start: 0, cells: [], width: 0 };

export function createScreen(columns: number, height: number): Screen {
  /** What is on the terminal, and where its cursor is among it. */
  let shown: readonly Row[] = [];
  let top = 0;
  let row = 0;
  let column = 0;
  let out = '';

  const moveTo = (toRow: number, toColumn: number): void => {
    // Behind a full row the terminal waits to wrap; only a carriage return leaves that state everywhere alike.
    if (column >= columns) {
      out += '\r';
      column = 0;
    }
    if (toRow < row) out += `\x1b[${row - toRow}A`;
    // A row that was never drawn may lie below the screen: only a newline scrolls.
    for (; row < toRow && row < shown.length - 1; row++) out += '\x1b[B';
    if (row < toRow) {
      out += `\r${'\n'.repeat(toRow - row)}`;
      column = 0;
    }
    row = toRow;
    if (toColumn === column) return;
    if (toColumn === 0) out += '\r';
    else if (toColumn > column) out += `\x1b[${toColumn - column}C`;
    else if (column - toColumn < 4) out += '\b'.repeat(column - toColumn);
    else out += `\x1b[${column - toColumn}D`;
    column = toColumn;
  };

  const drawRow = (index: number, now: Row): void => {
    const before = shown[index] ?? none;
    if (before === now && index < shown.length) return;
    const { cells, width } = commonStart(before.cells, now.cells);
    if (cells === now.cells.length && cells === before.cells.length && index < shown.length) return;
    moveTo(index, width);
    for (let at = cells; at < now.cells.length; at++) out += now.cells[at]?.shown;
    column = now.width;
    if (before.width > now.width) out += '\x1b[K';
  };

  const take = (): string => {
    const taken = out;
    out = '';
    return taken;
  };

  return {
    draw(rows, cursor) {
      const count = Math.min(rows.length, height);
      let first = Math.min(Math.max(top, cursor.row - height + 1), cursor.row, rows.length - count);
      if (first < 0) first = 0;
      if (first > top && shown.length === height) scroll(first - top);
      top = first;
      const now = rows.slice(first, first + count);
      for (let index = 0; index < now.length; index++) {
        drawRow(index, now[index] ?? none);
        if (index >= shown.length) shown = [...shown, now[index] ?? none];
      }
      if (shown.length > now.length) {
        moveTo(now.length, 0);
        out += '\x1b[J';
      }
      shown = now;
      moveTo(cursor.row - first, cursor.column);
      return take();
    },
    leave() {
      moveTo(Math.max(0, shown.length - 1), 0);
      out += '\r\n';
      reset();
      return take();
    },
    erase() {
      moveTo(0, 0);
      out += '\r\x1b[J';
      reset();
      return take();
    },
    forget: () => reset(),
    resize(nextColumns, nextHeight) {
      columns = nextColumns;
      height = nextHeight;
      const wrapped = shown.slice(0, row).map(({ width }) => Math.max(1, Math.ceil(width / columns)));
      const above = wrapped.reduce((sum, rows) => sum + rows, Math.floor(Math.max(0, column - 1) / columns));
      const up = Math.min(above, height - 1);
      out += `\r${up > 0 ? `\x1b[${up}A` : ''}\x1b[J`;
      reset();
      return take();
    },
  };

  /** Lets the upper rows go into the terminal's scrollback. */
  function scroll(count: number): void {
    const lines = Math.min(count, height);
    moveTo(shown.length - 1, 0);
    out += '\n'.repeat(lines);
    shown = [...shown.slice(lines), ...Array<Row>(lines).fill(none)];
  }

  function reset(): void {
    shown = [];
    top = row = column = 0;
  }
}

/** How many cells both rows begin with, and the columns they take. */
function commonStart(before: readonly Cell[], now: readonly Cell[]): { cells: number; width: number } {
  let cells = 0;
  let width = 0;
  while (cells < now.length && cells < before.length && sameCell(before[cells], now[cells])) {
    width += now[cells]?.width ?? 0;
    cells++;
  }
  // A mark without a base of its own sits on the cell before it, which has to be drawn again with it.
  while (cells > 0 && (isMark(before[cells]) || isMark(now[cells]))) {
    cells--;
    width -= now[cells]?.width ?? 0;
  }
  return { cells, width };
}

function sameCell(left: Cell | undefined, right: Cell | undefined): boolean {
  return left?.shown === right?.shown && left?.width === right?.width;
}

function isMark(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.width === 0 && cell.shown !== '';
}
