// Keys while a dialog is open. Escape leaves every one of them with nothing done.

import { decide } from './decide.ts';
import type { ModelHands } from './hands.ts';
import { type Key, letterOf, typeInto } from './key.ts';
import { pressInLocks } from './locks.ts';
import { pressInSimilar } from './similar.ts';
import { type Dialog, selectedCard } from './state.ts';

type Of<Kind extends Dialog['kind']> = Extract<Dialog, { kind: Kind }>;

export function pressInDialog(dialog: Dialog, key: Key, hands: ModelHands): void {
  if (key.name === 'escape' && !(dialog.kind === 'similar' && dialog.editing)) {
    hands.set({ dialog: null });
    return;
  }
  switch (dialog.kind) {
    case 'word':
      return pressInWord(dialog, key, hands);
    case 'note':
      return pressInNote(dialog, key, hands);
    case 'similar':
      return pressInSimilar(dialog, key, hands);
    case 'kill':
      return pressInKill(dialog, key, hands);
    case 'lock':
      return pressInLocks(dialog, key, hands);
    case 'filter':
      return pressInFilter(dialog, key, hands);
    case 'help':
      return hands.set({ dialog: null });
  }
}

/** On a slow line a few keys arrive as one text; the whole word in one piece was never typed. */
const together = 3;

function pressInWord(dialog: Of<'word'>, key: Key, hands: ModelHands): void {
  if (key.name === 'text' && key.text.length > together) {
    hands.say('pasted text does nothing here: type it', 'warning');
  } else if (key.name !== 'enter') hands.set({ dialog: { ...dialog, typed: typeInto(dialog.typed, key) } });
  else {
    const { request, shown } = dialog;
    if (dialog.typed !== 'approve') {
      hands.set({ dialog: null });
      hands.say('not approved: the word was not typed', 'warning');
    } else if (selectedCard(hands.get())?.noteRequired === true) {
      hands.set({ dialog: { kind: 'note', decision: 'approve', request, shown, typed: '' } });
    } else decide(hands, 'approve', request, shown, null);
  }
}

function pressInNote(dialog: Of<'note'>, key: Key, hands: ModelHands): void {
  const { decision, request, shown, typed } = dialog;
  if (key.name !== 'enter') hands.set({ dialog: { ...dialog, typed: typeInto(typed, key) } });
  else if (typed.trim() === '') hands.say('a note is needed: it is what the agent is told', 'warning');
  else decide(hands, decision, request, shown, typed.trim());
}

function pressInKill({ session }: Of<'kill'>, key: Key, hands: ModelHands): void {
  hands.set({ dialog: null });
  if (letterOf(key) !== 'y') return;
  hands.start(async () => {
    const result = await hands.parts.desk.kill(session, hands.viewer);
    if (result.kind === 'done') hands.say(`killed ${session}`, 'good');
    else hands.say(result.why, 'warning');
  });
}

function pressInFilter(dialog: Of<'filter'>, key: Key, hands: ModelHands): void {
  if (key.name === 'enter') hands.set({ dialog: null });
  else {
    const typed = typeInto(dialog.typed, key);
    hands.set({ dialog: { ...dialog, typed }, filter: typed });
  }
}
