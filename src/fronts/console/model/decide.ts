// Approve and deny: what stands between a key and a decision.
import type { Card, Shown } from '../../../approval/approval.ts';
import { resultText } from '../words.ts';
import type { ModelHands } from './hands.ts';
import { allowed } from './permission.ts';
import { selectedCard } from './state.ts';

/** A card that just came cannot be approved yet: a key meant for the last one must not hit it. */
export const armingDelay = 400_000; // µs

export function beginApproval(hands: ModelHands): void {
  const seen = seenCard(hands);
  if (seen === null || !isArmed(hands)) return;
  const { card, shown } = seen;
  const { request } = card;
  if (card.highRisk || !hands.get().readAll) {
    hands.set({ dialog: { kind: 'word', request, shown, typed: '' } });
  } else if (card.noteRequired) {
    hands.set({ dialog: { kind: 'note', decision: 'approve', request, shown, typed: '' } });
  } else decide(hands, 'approve', request, shown, null);
}

export function beginDenial(hands: ModelHands): void {
  const seen = seenCard(hands);
  if (seen === null) return;
  const { card, shown } = seen;
  hands.set({ dialog: { kind: 'note', decision: 'deny', request: card.request, shown, typed: '' } });
}

/** The card under the eyes of somebody who may decide. */
export function seenCard(hands: ModelHands): { readonly card: Card; readonly shown: Shown } | null {
  const card = selectedCard(hands.get());
  const { shown } = hands.get();
  if (card === null || shown === null || !allowed(hands)) return null;
  return { card, shown: { digest: shown.digest, requests: shown.requests, since: shown.since } };
}

export function isArmed(hands: ModelHands): boolean {
  const { shown } = hands.get();
  const armed = shown !== null && hands.parts.clock.micros() - shown.since >= armingDelay;
  if (!armed) hands.say('too soon: this card has just come', 'warning');
  return armed;
}

export function decide(
  hands: ModelHands,
  decision: 'approve' | 'deny',
  request: string,
  shown: Shown,
  note: string | null,
): void {
  hands.set({ dialog: null });
  hands.start(async () => {
    const result = await hands.parts.desk.decide({ request, decision, by: hands.viewer, note, shown });
    if (result.kind === 'note-required') {
      hands.set({ dialog: { kind: 'note', decision, request, shown, typed: '' } });
      return;
    }
    const text = resultText(result, decision === 'approve' ? 'approved' : 'denied', request);
    hands.say(text, result.kind === 'done' ? 'good' : 'warning');
  });
}
