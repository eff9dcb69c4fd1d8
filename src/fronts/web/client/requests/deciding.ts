// What stands between a person and a decision, as in the console: a card that just came cannot be approved, a changed
// list takes half-given approvals back, high risk and unread cards ask for the word.
import type { Decided, DecisionBody, Request } from '../../api.ts';

/** ms: a key meant for the last card must not hit the next. */
export const armingDelay = 400;

/** A card as it is on the screen, and since when. @param since ms */
export interface Shown {
  readonly request: string;
  readonly digest: string;
  readonly requests: readonly string[];
  readonly since: number;
}

type CardKey = Pick<Request, 'request' | 'digest' | 'requests'>;

/** The card under the eyes now: newly shown, or changed there, it counts from now on. @param now ms */
export function followCard(shown: Shown | null, card: CardKey | null, now: number): Shown | null {
  if (card === null) return null;
  const { request, digest, requests } = card;
  return shown !== null && shown.digest === digest && shown.requests.join() === requests.join()
    ? shown
    : { request, digest, requests, since: now };
}

export const isArmed = (shown: Shown, now: number) => now - shown.since >= armingDelay;

/** What a person is asked for, one after the other, before a decision is sent. */
export type Step = 'word' | 'note' | 'send';

export interface Half {
  readonly decision: 'approve' | 'deny';
  readonly shown: Shown;
  readonly step: Step;
  readonly word: string | null;
}

type Terms = Pick<Request, 'highRisk' | 'noteRequired'>;

/** @param readAll false while the last line of what an approval binds was not on the screen */
export function begin(decision: 'approve' | 'deny', shown: Shown, card: Terms, readAll: boolean): Half {
  if (decision === 'deny') return { decision, shown, step: 'note', word: null };
  const step = card.highRisk || !readAll ? 'word' : card.noteRequired ? 'note' : 'send';
  return { decision, shown, step, word: null };
}

/** After the word; null when it is not the word: nothing is approved then. */
export function giveWord(half: Half, typed: string, card: Terms): Half | null {
  if (typed !== 'approve') return null;
  return { ...half, word: typed, step: card.noteRequired ? 'note' : 'send' };
}

export function decisionBody({ decision, shown, word }: Half, note: string | null): DecisionBody {
  return { decision, note, digest: shown.digest, requests: [...shown.requests], word };
}

/** Whether what was begun still stands after the list was read again. */
export function stillStands({ decision, shown }: Half, before: readonly CardKey[], after: readonly CardKey[]): boolean {
  const key = ({ request, digest, requests }: CardKey) => `${request} ${digest} ${requests.join()}`;
  const ours = after.some((card) => followCard(shown, card, 0) === shown);
  if (decision === 'deny') return ours;
  return ours && before.map(key).toSorted().join() === after.map(key).toSorted().join();
}

/** Selection follows the id, or what is left of its group; then the place in the list. */
export function selectAgain(id: string | null, before: readonly CardKey[], after: readonly CardKey[]): string | null {
  const holds = (card: CardKey, member: string | null) => member !== null && card.requests.includes(member);
  const kept = after.find((card) => holds(card, id));
  if (kept !== undefined) return kept.request;
  const place = before.findIndex((card) => holds(card, id));
  const left = after.find((card) => before[place]?.requests.some((member) => holds(card, member)));
  return (left ?? after[Math.min(Math.max(0, place), after.length - 1)])?.request ?? null;
}

/** On a slow line a few keys arrive as one text; the whole word in one piece was never typed. */
const together = 3;

export const wasPasted = (before: string, after: string) => after.length - before.length > together;

export const asksForMore = ({ result }: Decided) => result === 'note-required' || result === 'word-required';
