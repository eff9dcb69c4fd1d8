// Where things are on the screen, from its size alone; the model scrolls by it, the components draw by it.
import type { TerminalSize } from '../../../targets/target.ts';

export interface Layout {
  /** Rows between the header and the footer. */
  readonly body: number;
  /** List beside the card, or above it on a narrow screen. */
  readonly beside: boolean;
  readonly list: TerminalSize;
  /** The scrolling part of the card. */
  readonly card: TerminalSize;
}

/** Header and its rule, notice, keys. */
const frame = 4;
/** The card's own header and its scroll mark. */
const cardFrame = 2;

export function layOut({ cols, rows }: TerminalSize, dialogRows: number): Layout {
  const body = Math.max(1, rows - frame - dialogRows);
  const beside = cols >= 70;
  const list = beside
    ? { cols: Math.min(44, Math.floor(cols * 0.38)), rows: body }
    : { cols, rows: Math.min(4, Math.floor(body / 2)) };
  const card = beside
    ? { cols: cols - list.cols - 2, rows: body - cardFrame }
    : { cols, rows: body - list.rows - cardFrame };
  return { body, beside, list, card: { cols: card.cols, rows: Math.max(1, card.rows) } };
}
