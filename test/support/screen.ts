// What a person sees at a terminal: its output drawn, row by row.
import headless from '@xterm/headless';
import { onTestFinished } from 'vitest';
import type { TypedTerminal } from './terminal.ts';

export interface Screen {
  /** The rows as they stand now, without blanks at their ends. */
  rows(): Promise<readonly string[]>;
  /** Waits until the screen, its rows joined by newlines, fits; returns the rows. The seconds are a limit for failures. */
  shows(what: string, fits: (text: string) => boolean, seconds?: number): Promise<readonly string[]>;
  /** Resizes what is drawn on, and the terminal with it. */
  resize(cols: number, rows: number): void;
}

export function drawScreen(terminal: TypedTerminal, size: { readonly cols: number; readonly rows: number }): Screen {
  const emulator = new headless.Terminal({ ...size, allowProposedApi: true, scrollback: 0 });
  onTestFinished(() => emulator.dispose());
  let fed = 0;
  const rows = async () => {
    const text = terminal.shown.slice(fed);
    fed = terminal.shown.length;
    await new Promise<void>((resolve) => emulator.write(text, resolve));
    const { active } = emulator.buffer;
    return Array.from(
      { length: emulator.rows },
      (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
    );
  };
  return {
    rows,
    resize(cols, rows) {
      emulator.resize(cols, rows);
      terminal.resize(cols, rows);
    },
    async shows(what, fits, seconds = 30) {
      const end = performance.now() + seconds * 1000;
      for (;;) {
        const seen = await rows();
        const text = seen.join('\n');
        if (fits(text)) return seen;
        if (performance.now() > end)
          throw new Error(`in ${seconds} s the screen did not show ${what}; it shows:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
