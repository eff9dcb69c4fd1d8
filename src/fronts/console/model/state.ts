// All that the console shows, as one value: the screen is drawn from it, keys and notices change it.
import type {
  Card,
  LiveSession,
  Lock,
  LockScope,
  RuleScope,
  Shown,
  SimilarEffect,
  TemporaryRule,
} from '../../../approval/approval.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Watch } from '../../../sinks/live.ts';
import type { TerminalSize } from '../../../targets/target.ts';

export const tabs = ['requests', 'sessions', 'rules'] as const;
export type Tab = (typeof tabs)[number];

export interface ConsoleState {
  readonly size: TerminalSize;
  readonly tab: Tab;
  /** µs of the desk's clock, and the time of day, ISO 8601 UTC. */
  readonly now: number;
  readonly time: string;
  readonly cards: readonly Card[];
  readonly sessions: readonly LiveSession[];
  readonly rules: readonly TemporaryRule[];
  readonly locks: readonly Lock[];
  /** Ids, never rows: what is selected stays selected when lists change. */
  readonly selected: { readonly request: string | null; readonly session: string | null; readonly rule: string | null };
  /** The selected card as it is on the screen; null while something else is. */
  readonly shown: (Shown & { readonly request: string; readonly since: number }) | null;
  /** First row of the card that is seen. */
  readonly scroll: number;
  /** True once the last row of what an approval binds was seen. */
  readonly readAll: boolean;
  readonly filter: string;
  readonly dialog: Dialog | null;
  readonly watching: { readonly session: string; readonly watch: Watch; readonly scroll: number } | null;
  readonly notice: { readonly text: string; readonly tone: 'good' | 'warning' | 'dim' } | null;
  /** Newest first. */
  readonly settled: readonly Settled[];
  readonly over: boolean;
}

export function emptyState(size: TerminalSize, clock: Clock): ConsoleState {
  return {
    size,
    tab: 'requests',
    now: clock.micros(),
    time: clock.now(),
    cards: [],
    sessions: [],
    rules: [],
    locks: [],
    selected: { request: null, session: null, rule: null },
    shown: null,
    scroll: 0,
    readAll: false,
    filter: '',
    dialog: null,
    watching: null,
    notice: null,
    settled: [],
    over: false,
  };
}

/** A request that ended: the other operators see who decided, when. */
export interface Settled {
  readonly request: string;
  readonly time: string;
  readonly text: string;
}

export type Dialog =
  /** A high-risk card asks for the word. */
  | { readonly kind: 'word'; readonly request: string; readonly shown: Shown; readonly typed: string }
  | {
      readonly kind: 'note';
      readonly decision: 'approve' | 'deny';
      readonly request: string;
      readonly shown: Shown;
      readonly typed: string;
    }
  | SimilarDialog
  | { readonly kind: 'kill'; readonly session: string; readonly label: string }
  | { readonly kind: 'lock'; readonly options: readonly LockOption[]; readonly at: number }
  | { readonly kind: 'filter'; readonly typed: string }
  | { readonly kind: 'help' };

export interface SimilarDialog {
  readonly kind: 'similar';
  readonly request: string;
  /** The folder it holds in. */
  readonly cwd: string;
  /** What the rule would cover; a row switched off is left out, a text may be made narrower. */
  readonly rows: readonly SimilarRow[];
  readonly covers: readonly string[];
  readonly at: number;
  readonly editing: boolean;
  readonly scope: RuleScope;
}

export interface SimilarRow {
  readonly kind: 'run' | SimilarEffect['kind'];
  readonly pattern: string;
  readonly on: boolean;
}

export interface LockOption {
  readonly scope: LockScope;
  readonly locks: boolean;
}

/** Below this the console says only that it is too small. */
export const smallest: TerminalSize = { cols: 40, rows: 10 };

export const isTooSmall = ({ size }: ConsoleState) => size.cols < smallest.cols || size.rows < smallest.rows;

/** The filter's words all occur. */
const matches = (filter: string, ...texts: readonly string[]) =>
  filter
    .toLowerCase()
    .split(' ')
    .every((word) => texts.some((text) => text.toLowerCase().includes(word)));

export const visibleCards = ({ cards, filter }: ConsoleState) =>
  filter === ''
    ? cards
    : cards.filter(({ agent, target, statement, session }) =>
        matches(filter, agent.name, agent.owner, target.name, statement, session),
      );

export const visibleSessions = ({ sessions, filter }: ConsoleState) =>
  filter === ''
    ? sessions
    : sessions.filter(({ agent, owner, target, id, running }) =>
        matches(filter, agent, owner, target, id, running?.statement ?? ''),
      );

export const selectedCard = (state: ConsoleState) =>
  visibleCards(state).find(({ requests }) => requests.includes(state.selected.request ?? '')) ?? null;

export const selectedSession = (state: ConsoleState) =>
  visibleSessions(state).find(({ id }) => id === state.selected.session) ?? null;

export const selectedRule = (state: ConsoleState) => state.rules.find(({ id }) => id === state.selected.rule) ?? null;
