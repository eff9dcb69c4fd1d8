// Looking at a session's screen. That somebody looks is on record before they see anything.
import type { ModelHands } from './hands.ts';

export function watchSession(session: string, hands: ModelHands): void {
  if (!hands.parts.desk.sessions(hands.viewer).some(({ id }) => id === session)) {
    hands.say('there is no such session for you', 'warning');
    return;
  }
  hands.start(async () => {
    await hands.parts.watched(session, hands.viewer);
    const watch = hands.parts.screens.watch(session);
    if (watch === null || hands.get().over) {
      watch?.close();
      hands.say('this session is over', 'warning');
      return;
    }
    hands.get().watching?.watch.close();
    watch.onChange(soon(() => hands.get().watching?.watch === watch && hands.set({})));
    hands.set({ watching: { session, watch, scroll: 0 }, dialog: null });
  });
}

export function leaveWatch(hands: ModelHands): void {
  hands.get().watching?.watch.close();
  hands.set({ watching: null });
}

const frame = 100; // ms

/** At most ten times a second. */
function soon(draw: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      draw();
    }, frame).unref();
  };
}
