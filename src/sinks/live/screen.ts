// The screen of one session that somebody looks at: an emulator, once for all of them, gone with the last.
import { createEmulator, type ScreenSize } from '../../terminal/emulator.ts';
import { readRows } from './rows.ts';

export interface DrawnScreen extends ScreenSize {
  readonly init: string;
}

export interface LiveScreen {
  feed(text: string): void;
  resize(size: ScreenSize): void;
  /** As it is drawn. */
  readonly size: ScreenSize;
  lines(): readonly string[];
  /** Gives the screen as it is after all that was fed so far, before anything that is fed later. */
  mark(done: (screen: DrawnScreen) => void): void;
  close(): void;
}

/** More than this many characters behind, the emulator starts again from what is kept instead of catching up. */
const mostBehind = 512 * 1024;

export interface ScreenParts {
  readonly size: ScreenSize;
  /** The output that draws the current screen. */
  readonly kept: () => string;
  readonly changed: () => void;
}

export function createScreen({ size, kept, changed }: ScreenParts): LiveScreen {
  const emulator = createEmulator(size);
  const { terminal } = emulator;
  let behind = 0;
  let lost = false;

  const write = (text: string) => {
    behind += text.length;
    emulator.write(text, () => {
      behind -= text.length;
      if (lost && behind === 0) startAgain();
      changed();
    });
  };
  const startAgain = () => {
    lost = false;
    emulator.reset();
    write(kept());
  };
  write(kept());

  return {
    feed(text) {
      lost ||= behind + text.length > mostBehind;
      if (!lost) write(text);
    },
    resize(next) {
      emulator.resize(next);
      emulator.write('', changed);
    },
    get size() {
      return { cols: terminal.cols, rows: terminal.rows };
    },
    lines: () => readRows(terminal),
    mark(done) {
      if (lost) startAgain();
      emulator.write('', () => done({ cols: terminal.cols, rows: terminal.rows, init: emulator.snapshot() }));
    },
    close: emulator.close,
  };
}
