// Which rows of a long list of equal rows are on the screen: only those are in the document.

export interface RowWindow {
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** Rows kept above and below what is seen, so that a turn of the wheel shows no gap. */
const spare = 8;

/** @param top, height, rowHeight pixels */
export function rowWindow(top: number, height: number, rowHeight: number, count: number): RowWindow {
  const from = Math.max(0, Math.floor(top / rowHeight) - spare);
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  return { from: Math.min(from, to), to };
}

/** Where to scroll so that the row is seen whole; the same place when it is. @param above what covers the top, pixels */
export function scrollToRow(row: number, top: number, height: number, rowHeight: number, above = 0): number {
  const start = row * rowHeight;
  if (start < top) return start;
  return start + rowHeight > top + height - above ? start + rowHeight - height + above : top;
}

export const stepRow = (at: number | null, by: number, count: number) =>
  at === null ? 0 : Math.max(0, Math.min(count - 1, at + by));
