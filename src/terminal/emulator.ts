// What a stream of terminal output draws, and output that draws the same picture again: for people who join late and for
// players that jump.
import headless, { type Terminal } from '@xterm/headless';
import { drawScreen } from './emulator/draw-screen.ts';
import { guardTerminal, orBeginAnew } from './emulator/guard.ts';
import { isAtDefaults, isBetweenSequences } from './emulator/internals.ts';
import { keepUnfinished } from './emulator/unfinished.ts';

export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

export interface Emulator {
  /** Its cells, for readers. */
  readonly terminal: Terminal;
  /** Takes text in whole characters. @param done called when it is drawn and nothing after it is */
  write(text: string, done?: () => void): void;
  /** Takes effect after what was written before. */
  resize(size: ScreenSize): void;
  /** Takes effect after what was written before; the size stays. */
  reset(): void;
  /** Output that draws the screen on a terminal of this size that was just reset. Only within a `done`. */
  snapshot(): string;
  /** Whether every terminal surely understands the snapshot alike: no open sequence, margins or charsets. */
  isPlain(): boolean;
  close(): void;
}

export function createEmulator(size: ScreenSize): Emulator {
  const terminal: Terminal = new headless.Terminal({
    ...size,
    scrollback: 0,
    allowProposedApi: true,
    logLevel: 'off',
  });
  guardTerminal(terminal);
  let unfinished = '';
  let closed = false;

  // A call between two texts happens exactly there; the terminal's own verbs would overtake what is not drawn yet.
  const afterwards = (work: () => void) => {
    terminal.write('', () => {
      if (!closed) work();
    });
  };

  return {
    terminal,
    write(text, done) {
      terminal.write(text, () => {
        if (closed) return;
        unfinished = isBetweenSequences(terminal) ? '' : keepUnfinished(unfinished + text);
        done?.();
      });
    },
    resize: ({ cols, rows }) => afterwards(() => orBeginAnew(terminal, () => terminal.resize(cols, rows))),
    reset: () =>
      afterwards(() => {
        terminal.reset();
        unfinished = '';
      }),
    snapshot: () => drawScreen(terminal) + unfinished,
    isPlain: () => unfinished === '' && isAtDefaults(terminal),
    close() {
      closed = true;
      terminal.dispose();
    },
  };
}
