// The screens of the open sessions. Of each one only its latest output is kept; a screen is drawn while somebody
// watches, once for all who do.
import type { TerminalSize } from '../../targets/target.ts';
import type { LiveScreens, Watch } from '../live.ts';
import type { Sink } from '../sink.ts';
import { createRing } from './ring.ts';
import { createScreen, type LiveScreen } from './screen.ts';

export interface ScreenRegistry extends LiveScreens {
  /** The sink of a session that begins. @param terminal null without a PTY */
  open(session: string, terminal: TerminalSize | null): Sink;
}

const ringBytes = 128 * 1024;
const withoutTerminal: TerminalSize = { cols: 80, rows: 24 };

export function createLiveScreens(): ScreenRegistry {
  const open = new Map<string, Entry>();
  return {
    open(session, terminal) {
      const entry = createEntry(terminal, () => open.delete(session));
      open.set(session, entry);
      return entry.sink;
    },
    // Nobody can follow yet.
    follow: async () => null,
    watch: (session) => open.get(session)?.watch() ?? null,
  };
}

interface Entry {
  readonly sink: Sink;
  watch(): Watch;
}

function createEntry(terminal: TerminalSize | null, gone: () => void): Entry {
  const ring = createRing(ringBytes);
  const watches = new Set<() => void>();
  let size = terminal ?? withoutTerminal;
  let screen: LiveScreen | null = null;
  let ended = false;
  const changed = () => {
    for (const tell of watches) tell();
  };

  const sink: Sink = {
    name: 'live',
    write(event) {
      if (event.type === 'output') {
        ring.add(event.bytes);
        screen?.feed(event.bytes);
      } else if (event.type === 'resize') {
        size = { cols: event.cols, rows: event.rows };
        screen?.resize(size);
        changed();
      }
    },
    async close() {
      ended = true;
      gone();
      changed();
    },
  };

  function watch(): Watch {
    screen ??= createScreen({ size, pty: terminal !== null, kept: ring.read, changed });
    const shown = screen;
    let listener = () => {};
    const tell = () => listener();
    watches.add(tell);
    return {
      get cols() {
        return size.cols;
      },
      get rows() {
        return size.rows;
      },
      get ended() {
        return ended;
      },
      lines: () => shown.lines(),
      onChange(told) {
        listener = told;
      },
      close() {
        if (!watches.delete(tell) || watches.size > 0) return;
        shown.close();
        screen = null;
      },
    };
  }
  return { sink, watch };
}
