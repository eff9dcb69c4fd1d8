// The screen of one watched session: an emulator that exists only while somebody looks.
import headless, { type Terminal } from '@xterm/headless';
import type { TerminalSize } from '../../targets/target.ts';
import { readRows } from './rows.ts';

export interface LiveScreen {
  feed(bytes: Uint8Array): void;
  resize(size: TerminalSize): void;
  lines(): readonly string[];
  close(): void;
}

/** More than this many bytes behind, the emulator starts again from what is kept instead of catching up. */
const mostBehind = 1024 * 1024;

export interface ScreenParts {
  readonly size: TerminalSize;
  /** Without a PTY lines end in a bare line feed. */
  readonly pty: boolean;
  /** The bytes that draw the current screen. */
  readonly kept: () => Uint8Array;
  readonly changed: () => void;
}

export function createScreen({ size, pty, kept, changed }: ScreenParts): LiveScreen {
  const terminal: Terminal = new headless.Terminal({
    ...size,
    scrollback: 0,
    convertEol: !pty,
    allowProposedApi: true,
    logLevel: 'off',
  });
  let behind = 0;
  let lost = false;
  let closed = false;

  const feed = (bytes: Uint8Array) => {
    if (lost || closed) return;
    if (behind + bytes.length > mostBehind) {
      lost = true;
      return;
    }
    write(bytes);
  };
  const write = (bytes: Uint8Array) => {
    behind += bytes.length;
    // The emulator keeps the bytes until it has read them; the session may use their memory again.
    terminal.write(Uint8Array.from(bytes), () => {
      behind -= bytes.length;
      if (closed) return;
      if (lost && behind === 0) {
        lost = false;
        terminal.reset();
        write(kept());
      }
      changed();
    });
  };
  write(kept());

  return {
    feed,
    resize: ({ cols, rows }) => terminal.resize(cols, rows),
    lines: () => readRows(terminal),
    close: () => {
      closed = true;
      terminal.dispose();
    },
  };
}
