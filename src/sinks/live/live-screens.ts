// The screens of the open sessions. Of each one only its latest output is kept; a screen is drawn while somebody
// looks, once for all who do.
import { bufferOf } from '../../core/buffer-of.ts';
import { type Clock, systemClock } from '../../core/clock.ts';
import type { TerminalSize } from '../../targets/target.ts';
import { createReturnAdder } from '../../terminal/add-returns.ts';
import type { Follow, Follower, LiveScreens, Watch } from '../live.ts';
import type { OutputStream, SessionEvent, Sink } from '../sink.ts';
import { createCharacterCutter } from './characters.ts';
import { beginFollowing, type Following } from './following.ts';
import { createRing } from './ring.ts';
import { createScreen, type LiveScreen } from './screen.ts';

export interface ScreenRegistry extends LiveScreens {
  /** The sink of a session whose recording just began. @param terminal null without a PTY */
  open(session: string, terminal: TerminalSize | null): Sink;
}

const ringBytes = 128 * 1024;
const withoutTerminal: TerminalSize = { cols: 80, rows: 24 };

export function createLiveScreens(clock: Pick<Clock, 'micros'> = systemClock): ScreenRegistry {
  const open = new Map<string, Entry>();
  return {
    open(session, terminal) {
      const entry = createEntry(terminal, clock, () => open.delete(session));
      open.set(session, entry);
      return entry.sink;
    },
    follow: async (session, follower) => (await open.get(session)?.follow(follower)) ?? null,
    watch: (session) => open.get(session)?.watch() ?? null,
  };
}

interface Entry {
  readonly sink: Sink;
  watch(): Watch;
  follow(follower: Follower): Promise<Follow>;
}

/** What is there only while somebody looks. */
interface Stage {
  readonly screen: LiveScreen;
  /** Without a PTY line feeds get their return. */
  readonly display: (bytes: Uint8Array) => Uint8Array;
}

function createEntry(terminal: TerminalSize | null, clock: Pick<Clock, 'micros'>, gone: () => void): Entry {
  const ring = createRing(ringBytes);
  const cutters = { stdout: createCharacterCutter(), stderr: createCharacterCutter() };
  const watches = new Set<() => void>();
  const followings = new Set<Following>();
  const began = clock.micros();
  let size = terminal ?? withoutTerminal;
  let stage: Stage | null = null;
  let ended = false;

  const now = () => clock.micros() - began;
  const changed = () => {
    for (const tell of watches) tell();
  };
  const displayer = () => createReturnAdder(terminal !== null);
  const setStage = (): Stage => {
    const display = displayer();
    // From here on it knows how the output so far ended.
    display(ring.read());
    const kept = () => bufferOf(displayer()(ring.read())).toString();
    return { display, screen: createScreen({ size, kept, changed }) };
  };
  const leaveStage = () => {
    if (watches.size > 0 || followings.size > 0) return;
    stage?.screen.close();
    stage = null;
  };

  function tell(event: SessionEvent): void {
    const time = now();
    for (const following of followings) following.tell(time, event);
  }

  function output(stream: OutputStream, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    ring.add(bytes);
    if (stage === null) return;
    // Whoever waits reads it later; the session may use its memory again.
    const shown = Uint8Array.from(stage.display(bytes));
    stage.screen.feed(bufferOf(shown).toString());
    tell({ type: 'output', stream, bytes: shown });
  }

  function releaseCharacters(): void {
    for (const stream of ['stdout', 'stderr'] as const) output(stream, cutters[stream].flush());
  }

  const sink: Sink = {
    name: 'live',
    write(event) {
      if (event.type === 'output') return output(event.stream, cutters[event.stream].feed(event.bytes));
      if (event.type === 'resize') {
        size = { cols: event.cols, rows: event.rows };
        stage?.screen.resize(size);
      } else if (event.type !== 'input') releaseCharacters();
      if (followings.size > 0) tell(event.type === 'input' ? { ...event, bytes: Uint8Array.from(event.bytes) } : event);
    },
    async close() {
      if (ended) return;
      ended = true;
      gone();
      for (const following of followings) following.end();
      changed();
    },
  };

  function watch(): Watch {
    stage ??= setStage();
    const { screen } = stage;
    let listener = () => {};
    const tellWatch = () => listener();
    watches.add(tellWatch);
    return {
      get cols() {
        return screen.size.cols;
      },
      get rows() {
        return screen.size.rows;
      },
      get ended() {
        return ended;
      },
      lines: screen.lines,
      onChange(told) {
        listener = told;
      },
      close() {
        if (watches.delete(tellWatch)) leaveStage();
      },
    };
  }

  function follow(follower: Follower): Promise<Follow> {
    stage ??= setStage();
    const following = beginFollowing({
      follower,
      now,
      mark: stage.screen.mark,
      left: () => {
        followings.delete(following);
        leaveStage();
      },
    });
    followings.add(following);
    return following.begun;
  }

  return { sink, watch, follow };
}
