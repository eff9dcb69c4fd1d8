// What each key does where no dialog is open.

import { beginApproval, beginDenial } from './decide.ts';
import { pressInDialog } from './dialogs.ts';
import type { ModelHands } from './hands.ts';
import { type Key, letterOf } from './key.ts';
import { openLocks } from './locks.ts';
import { allowed } from './permission.ts';
import { step } from './selection.ts';
import { openSimilar } from './similar.ts';
import {
  isTooSmall,
  selectedCard,
  selectedRule,
  selectedSession,
  tabs,
  visibleCards,
  visibleSessions,
} from './state.ts';
import { leaveWatch, watchSession } from './watching.ts';

export function pressKey(key: Key, hands: ModelHands): void {
  const state = hands.get();
  if (isTooSmall(state)) {
    if (letterOf(key) === 'q') hands.set({ over: true });
    return;
  }
  if (state.dialog !== null) return pressInDialog(state.dialog, key, hands);
  if (state.notice !== null) hands.set({ notice: null });
  const letter = letterOf(key);
  if (state.watching !== null && (key.name === 'escape' || letter === 'q' || letter === 'w')) return leaveWatch(hands);
  if (letter !== null) return letters[letter]?.(hands);
  move(key, hands);
}

const letters: Readonly<Record<string, (hands: ModelHands) => void>> = {
  a: beginApproval,
  d: beginDenial,
  s: openSimilar,
  w: (hands) => withSession(hands, ({ id }) => watchSession(id, hands)),
  k: (hands) =>
    withSession(hands, ({ id, label }) => {
      if (allowed(hands)) hands.set({ dialog: { kind: 'kill', session: id, label } });
    }),
  l: (hands) => {
    if (allowed(hands)) openLocks(hands);
  },
  x: revoke,
  '/': (hands) => hands.set({ dialog: { kind: 'filter', typed: hands.get().filter } }),
  '?': (hands) => hands.set({ dialog: { kind: 'help' } }),
  q: (hands) => hands.set({ over: true }),
};

/** The session that is watched, selected, or of the selected card. */
function withSession(hands: ModelHands, act: (session: { id: string; label: string }) => void): void {
  const state = hands.get();
  const session =
    state.watching === null
      ? selectedSession(state)
      : (state.sessions.find(({ id }) => id === state.watching?.session) ?? null);
  const card = selectedCard(state);
  if (state.tab === 'requests' && state.watching === null && card !== null) {
    act({ id: card.session, label: `${card.agent.name} → ${card.target.name}` });
  } else if (session !== null && (state.tab === 'sessions' || state.watching !== null)) {
    act({ id: session.id, label: `${session.agent} → ${session.target}` });
  } else hands.say('no session is selected', 'dim');
}

function revoke(hands: ModelHands): void {
  const rule = selectedRule(hands.get());
  if (hands.get().tab !== 'rules' || rule === null || !allowed(hands)) return;
  hands.start(async () => {
    const result = await hands.parts.desk.revoke(rule.id, hands.viewer);
    if (result.kind === 'done') hands.say(`revoked ${rule.id}`, 'good');
    else hands.say(result.why, 'warning');
  });
}

function move(key: Key, hands: ModelHands): void {
  const state = hands.get();
  const { tab, watching, selected } = state;
  const page = Math.max(1, state.size.rows - 8);
  if (watching !== null) {
    const by = { up: -1, down: 1, pageup: -page, pagedown: page }[key.name as 'up'];
    if (by !== undefined) hands.set({ watching: { ...watching, scroll: Math.max(0, watching.scroll + by) } });
  } else if (key.name === 'tab') {
    hands.set({ tab: tabs[(tabs.indexOf(tab) + 1) % tabs.length] ?? 'requests' });
  } else if (key.name === 'up' || key.name === 'down') {
    const by = key.name === 'up' ? -1 : 1;
    hands.set({ selected: { ...selected, ...stepIn(hands, by) } });
  } else if (tab === 'requests') {
    const to = { pageup: state.scroll - page, pagedown: state.scroll + page, home: 0, end: Number.MAX_SAFE_INTEGER }[
      key.name as 'home'
    ];
    if (to !== undefined) hands.set({ scroll: to });
    else if (key.name === 'left') hands.set({ scroll: state.scroll - 1 });
    else if (key.name === 'right') hands.set({ scroll: state.scroll + 1 });
  }
}

function stepIn(hands: ModelHands, by: number) {
  const state = hands.get();
  const { tab, selected } = state;
  if (tab === 'sessions') {
    return {
      session: step(
        selected.session,
        visibleSessions(state).map(({ id }) => id),
        by,
      ),
    };
  }
  if (tab === 'rules')
    return {
      rule: step(
        selected.rule,
        state.rules.map(({ id }) => id),
        by,
      ),
    };
  const cards = visibleCards(state);
  const here = selectedCard(state)?.request ?? null;
  return {
    request: step(
      here,
      cards.map(({ request }) => request),
      by,
    ),
  };
}
