// A decision on its way: armed, begun, asked for word and note, sent with the secret, or taken back.
import { useEffect, useRef, useState } from 'react';
import type { Decided } from '../../api.ts';
import { failureText, post } from '../api/call.ts';
import { useViewer } from '../api/viewer.ts';
import { sentence } from '../parts/words.ts';
import {
  armingDelay,
  asksForMore,
  begin,
  decisionBody,
  followCard,
  giveWord,
  type Half,
  isArmed,
  type Shown,
  stillStands,
} from './deciding.ts';
import type { WaitingRequest } from './use-requests.ts';

export function useDecision(card: WaitingRequest | null, cards: readonly WaitingRequest[], onDecided: () => void) {
  const { secret } = useViewer();
  const [half, setHalf] = useState<Half | null>(null);
  const [said, setSaid] = useState<{ readonly text: string; readonly good: boolean } | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [readAll, setReadAll] = useState<Shown | null>(null);
  const [armed, setArmed] = useState(false);
  const before = useRef(cards);

  useEffect(() => {
    setShown((last) => followCard(last, card, performance.now()));
  }, [card]);
  useEffect(() => {
    setArmed(false);
    if (shown === null) return;
    const timer = setTimeout(() => setArmed(true), armingDelay);
    return () => clearTimeout(timer);
  }, [shown]);
  useEffect(() => {
    if (half !== null && half.step !== 'send' && !stillStands(half, before.current, cards)) {
      setHalf(null);
      setSaid({ text: 'The list of requests changed: your answer was not given.', good: false });
    }
    before.current = cards;
  }, [cards, half]);

  async function send(given: Half, note: string | null) {
    setHalf({ ...given, step: 'send' });
    const body = decisionBody(given, note);
    const called = await post<Decided>(`/requests/${given.shown.request}/decision`, body, secret);
    setHalf(null);
    if (called.kind === 'failed') setSaid({ text: failureText(called.failure), good: false });
    else {
      // Named: the next card may be on the screen already.
      const text = `${sentence(called.answer.sentence)} (${given.shown.request})`;
      setSaid({ text, good: called.answer.result === 'done' });
      if (asksForMore(called.answer)) {
        setHalf({ ...given, step: called.answer.result === 'word-required' ? 'word' : 'note' });
        return;
      }
    }
    onDecided();
  }

  return {
    half,
    said,
    armed,
    read: () => setReadAll(shown),
    begin(decision: 'approve' | 'deny') {
      if (card === null || shown === null || half !== null) return;
      if (decision === 'approve' && !isArmed(shown, performance.now())) {
        setSaid({ text: 'Too soon: this card has just come.', good: false });
        return;
      }
      setSaid(null);
      const begun = begin(decision, shown, card, readAll === shown);
      if (begun.step === 'send') void send(begun, null);
      else setHalf(begun);
    },
    word(typed: string) {
      if (half === null || card === null) return;
      const next = giveWord(half, typed, card);
      if (next === null) setSaid({ text: 'Not approved: the word was not typed.', good: false });
      if (next?.step === 'send') void send(next, null);
      else setHalf(next);
    },
    note(text: string) {
      if (half !== null) void send(half, text);
    },
    cancel: () => setHalf(null),
    pasted: () => setSaid({ text: 'Pasted text does nothing here: type it.', good: false }),
  };
}
