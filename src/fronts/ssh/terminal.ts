// The client's terminal (RFC 4254 §6.2, §6.7), brought into bounds once, here: nothing behind the door checks again.
import type { Terminal, TerminalSize } from '../../targets/target.ts';

const maxCols = 1000;
const maxRows = 500;
/** Clients without a terminal of their own send 0 × 0; RFC 4254 §6.2: zero must be ignored. */
const usual: TerminalSize = { cols: 80, rows: 24 };

export function readTerminal(request: { term: unknown; cols: number; rows: number }): Terminal {
  const { term } = request;
  const type = typeof term === 'string' && /^[A-Za-z0-9._+-]{1,64}$/.test(term) ? term : 'xterm';
  return { type, ...readSize(request, usual) };
}

/** Clamped to 1–1000 columns and 1–500 rows; a zero keeps what `before` says. */
export function readSize(request: TerminalSize, before: TerminalSize): TerminalSize {
  return {
    cols: request.cols === 0 ? before.cols : Math.min(request.cols, maxCols),
    rows: request.rows === 0 ? before.rows : Math.min(request.rows, maxRows),
  };
}
