// Locks: what may be stopped from where the cursor is, and what is stopped already.
import type { LockScope } from '../../../approval/approval.ts';
import { scopeText } from '../words.ts';
import type { ModelHands } from './hands.ts';
import type { Key } from './key.ts';
import { type Dialog, type LockOption, selectedCard, selectedSession } from './state.ts';

export function openLocks(hands: ModelHands): void {
  hands.set({ dialog: { kind: 'lock', options: lockOptions(hands), at: 0 } });
}

function lockOptions(hands: ModelHands): LockOption[] {
  const state = hands.get();
  const card = state.tab === 'requests' ? selectedCard(state) : null;
  const session = state.tab === 'sessions' ? selectedSession(state) : null;
  const agent = card?.agent.name ?? session?.agent;
  const target = card?.target.name ?? session?.target;
  const wanted: LockScope[] = [
    ...(agent === undefined ? [] : [{ kind: 'agent', name: agent } as const]),
    ...(target === undefined ? [] : [{ kind: 'target', name: target } as const]),
    { kind: 'everything' },
  ];
  const held = new Set(state.locks.map(({ scope }) => scopeText(scope)));
  return [
    ...wanted.filter((scope) => !held.has(scopeText(scope))).map((scope) => ({ scope, locks: true })),
    ...state.locks.map(({ scope }) => ({ scope, locks: false })),
  ];
}

export function pressInLocks(dialog: Extract<Dialog, { kind: 'lock' }>, key: Key, hands: ModelHands): void {
  const { options, at } = dialog;
  if (key.name === 'up' || key.name === 'down') {
    const next = at + (key.name === 'up' ? -1 : 1);
    hands.set({ dialog: { ...dialog, at: Math.max(0, Math.min(options.length - 1, next)) } });
    return;
  }
  const option = options[at];
  if (key.name !== 'enter' || option === undefined) return;
  hands.set({ dialog: null });
  hands.start(async () => {
    const { desk } = hands.parts;
    const { scope, locks } = option;
    const result = locks ? await desk.lock(scope, hands.viewer, null) : await desk.unlock(scope, hands.viewer);
    if (result.kind === 'done') hands.say(`${locks ? 'locked' : 'unlocked'} ${scopeText(scope)}`, 'good');
    else hands.say(result.why, 'warning');
  });
}
