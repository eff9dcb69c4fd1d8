// Auditors use the same console and decide nothing.
import type { ModelHands } from './hands.ts';

export function allowed(hands: ModelHands): boolean {
  if (!hands.mayDecide) hands.say('auditors may look, never decide', 'warning');
  return hands.mayDecide;
}
