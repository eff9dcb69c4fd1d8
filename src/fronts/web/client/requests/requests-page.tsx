// What waits for a person: the list, the card, and for operators the decision; auditors look.
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { readOnlyReason, useViewer } from '../api/viewer.ts';
import { usePageKeys } from '../parts/keys.ts';
import { EmptyNote, FailureNote } from '../parts/notes.tsx';
import { stepRow } from '../parts/rows.ts';
import { SafeText } from '../parts/safe-text.tsx';
import { Countdown } from './countdown.tsx';
import { selectAgain } from './deciding.ts';
import { DecisionForm } from './decision-form.tsx';
import { Locks } from './locks.tsx';
import { RequestCard } from './request-card.tsx';
import { useDecision } from './use-decision.ts';
import { useRequests, type WaitingRequest } from './use-requests.ts';

const none: readonly WaitingRequest[] = [];

export function RequestsPage() {
  const viewer = useViewer();
  const { cards: read, failure, again } = useRequests();
  const cards = read ?? none;
  const { selected, select } = useSelection(cards);
  const card = cards.find(({ request }) => request === selected) ?? null;
  const decision = useDecision(card, cards, again);
  const forbidden = readOnlyReason(viewer) ?? card?.forbidden ?? null;

  const move = (by: number) => () => {
    const at = cards.findIndex(({ request }) => request === selected);
    const next = cards[stepRow(at === -1 ? null : at, by, cards.length)];
    if (next !== undefined) select(next.request);
  };
  const decide = (what: 'approve' | 'deny') => () => {
    if (forbidden === null) decision.begin(what);
  };
  usePageKeys({
    j: move(1),
    k: move(-1),
    ArrowDown: move(1),
    ArrowUp: move(-1),
    a: decide('approve'),
    d: decide('deny'),
  });

  return (
    <div className="requests">
      <section className="queue" aria-label="Waiting">
        <h1>{read === null ? 'Requests' : read.length === 0 ? 'Nothing waits' : `${read.length} waiting`}</h1>
        {failure === null ? null : <FailureNote failure={failure} />}
        <ul>
          {cards.map(({ request, agent, target, statement, deadline }) => (
            <li key={request}>
              <button type="button" aria-pressed={request === selected} onClick={() => select(request)}>
                <span>
                  <SafeText text={agent.name} most={30} /> → <SafeText text={target.name} most={30} />{' '}
                  <Countdown deadline={deadline} />
                </span>
                <span className="code">
                  <SafeText text={statement} most={80} />
                </span>
              </button>
            </li>
          ))}
        </ul>
        <Locks />
      </section>
      <section className="judged" aria-label="The request">
        {card === null ? (
          <EmptyNote>
            {read === null ? '' : 'No statement is held for a decision. This page tells by itself when one is.'}
          </EmptyNote>
        ) : (
          <RequestCard card={card} onRead={decision.read} />
        )}
        <div className="foot">
          <p role="status" className={decision.said?.good === true ? 'dim' : 'bad'}>
            {decision.said === null ? '' : <SafeText text={decision.said.text} most={1000} />}
          </p>
          {card === null ? null : forbidden !== null ? (
            <p className="note">
              <SafeText text={forbidden} />
            </p>
          ) : (
            <DecisionForm
              half={decision.half}
              armed={decision.armed}
              onBegin={decision.begin}
              onWord={decision.word}
              onNote={decision.note}
              onCancel={decision.cancel}
              onPasted={decision.pasted}
            />
          )}
        </div>
      </section>
    </div>
  );
}

/** Selection follows the request, never the row. */
function useSelection(cards: readonly WaitingRequest[]) {
  const [selected, select] = useState<string | null>(null);
  const before = useRef(cards);
  const follow = useEffectEvent((after: readonly WaitingRequest[]) => {
    select(selectAgain(selected, before.current, after));
    before.current = after;
  });
  useEffect(() => follow(cards), [cards]);
  return { selected, select };
}
