// The console of one person: keeps what is shown, takes keys and notices, asks the desk. No terminal, no React.
import type { Notice } from '../../../approval/approval.ts';
import type { Identity } from '../../../identity/identity.ts';
import type { TerminalSize } from '../../../targets/target.ts';
import type { ConsoleParts } from '../parts.ts';
import { outcomeText } from '../words.ts';
import type { ModelHands } from './hands.ts';
import type { Key } from './key.ts';
import { pressKey } from './press.ts';
import { selectAgain } from './selection.ts';
import { followCard } from './shown.ts';
import { type ConsoleState, emptyState, type Settled } from './state.ts';
import { watchSession } from './watching.ts';

export interface ConsoleModel {
  readonly state: ConsoleState;
  readonly viewer: Identity;
  /** Operators decide, auditors look. */
  readonly mayDecide: boolean;
  /** Returns the way out. */
  subscribe(listener: () => void): () => void;
  press(key: Key): void;
  /** Pasted text never does anything; this says so. */
  pasted(): void;
  resize(size: TerminalSize): void;
  watch(session: string): void;
  /** Time passed: call a few times a second. */
  tick(): void;
  close(): void;
}

export interface ModelOptions {
  readonly parts: ConsoleParts;
  readonly viewer: Identity;
  readonly size: TerminalSize;
}

const second = 1_000_000; // µs
/** ms: many notices of one moment are one look at the desk, and looks keep a distance; a key looks at once. */
const gather = 30;
const distance = 400;

/** How many ended requests are remembered. */
const settledKept = 20;

export function createConsoleModel({ parts, viewer, size }: ModelOptions): ConsoleModel {
  const { desk, clock } = parts;
  const listeners = new Set<() => void>();
  let stale = true;
  let looking: NodeJS.Timeout | undefined;
  let settled: readonly Settled[] = [];
  let state = emptyState(size, clock);

  function set(change: Partial<ConsoleState>): void {
    if (state.over) return;
    state = followCard(selectAgain(state, { ...state, ...change }), clock.micros());
    for (const listener of listeners) listener();
  }

  function refresh(): void {
    if (!stale || state.over) return;
    stale = false;
    set({
      cards: desk.pending(viewer),
      sessions: desk.sessions(viewer),
      rules: desk.rules(viewer),
      locks: desk.locks(viewer),
      settled,
      now: clock.micros(),
      time: clock.now(),
    });
  }

  function hear(notice: Notice): void {
    stale = true;
    // Lists that change often are looked at with the next tick.
    if (notice.kind !== 'settled' && !('card' in notice)) return;
    cancelHalfGiven(notice);
    if (notice.kind === 'settled') remember(notice);
    lookIn(gather);
  }

  function lookIn(delay: number): void {
    looking ??= setTimeout(() => {
      looking = undefined;
      if (!stale) return;
      lookIn(distance);
      hands.start(async () => refresh());
    }, delay);
  }

  function cancelHalfGiven(notice: Exclude<Notice, { kind: 'locks' | 'rules' | 'sessions' }>): void {
    const { dialog } = state;
    if (dialog === null) return;
    const request = notice.kind === 'settled' ? notice.request : notice.card.request;
    const approves = dialog.kind === 'word' || (dialog.kind === 'note' && dialog.decision === 'approve');
    const ours = 'request' in dialog && dialog.request === request && notice.kind !== 'asked';
    if (!approves && !ours) return;
    set({ dialog: null });
    hands.say('the list of requests changed: your answer was not given', 'warning');
  }

  function remember({ request, outcome }: Extract<Notice, { kind: 'settled' }>): void {
    const card = state.cards.find(({ requests }) => requests.includes(request));
    const what = card === undefined ? request : `${card.agent.name}: ${card.statement}`;
    const entry = { request, time: clock.now(), text: `${outcomeText(outcome)}: ${what}` };
    settled = [entry, ...settled].slice(0, settledKept);
  }

  const hands: ModelHands = {
    parts,
    viewer,
    mayDecide: viewer.kind === 'operator',
    get: () => state,
    set,
    say: (text, tone = 'dim') => set({ notice: { text, tone } }),
    start(work) {
      work().catch((error: unknown) => {
        parts.log.error({ err: error }, 'a command of the console failed');
        hands.say('that failed; the log of the broker says why', 'warning');
      });
    },
  };

  const leave = desk.subscribe(viewer, hear);
  refresh();
  return {
    get state() {
      return state;
    },
    viewer,
    mayDecide: hands.mayDecide,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press(key) {
      refresh();
      pressKey(key, hands);
    },
    pasted: () => hands.say('pasted text does nothing here: type it', 'warning'),
    resize: (newSize) => set({ size: newSize }),
    watch: (session) => watchSession(session, hands),
    tick() {
      hands.start(async () => {
        if (looking === undefined) refresh();
        const now = clock.micros();
        // Numbers that change more often than once a second are on one tab only.
        if (state.tab === 'sessions') set({ now, time: clock.now(), sessions: desk.sessions(viewer) });
        else if (now - state.now >= second) set({ now, time: clock.now() });
      });
    },
    close() {
      leave();
      clearTimeout(looking);
      state.watching?.watch.close();
      state = { ...state, over: true };
      listeners.clear();
    },
  };
}
