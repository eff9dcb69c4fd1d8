// A person's decision: permitted, seen, about exactly what was shown, and first. Everybody who comes later learns who
// was first, and when.
import type { Clock } from '../core/clock.ts';
import type { DecisionResult, Decisive, Outcome } from './approval.ts';
import { expiredAfter, type Lobby } from './asking.ts';
import type { Board, Ending, Waiting } from './board.ts';
import { fitNote, requestEvent } from './events.ts';
import type { History } from './history.ts';
import { maySee, whyNotDecide } from './permission.ts';

/** µs: a card that has just appeared under somebody's finger is not approved by the key meant for another. */
const settling = 400_000;

export interface DecidingParts {
  readonly clock: Clock;
  readonly board: Board;
  readonly lobby: Lobby;
  readonly history: History;
}

export function createDecider(parts: DecidingParts): (decisive: Decisive) => Promise<DecisionResult> {
  const { board, lobby, clock } = parts;

  return async (decisive) => {
    const { request, by } = decisive;
    const waiting = board.find(request);
    if (waiting === null) return ofThePast(parts.history, decisive);
    if (!maySee(by, waiting.ask.target.name)) return { kind: 'unknown' };
    if (waiting.claim !== null) return await afterClaim(waiting, decisive);

    const refusal = refuse(waiting, decisive, clock.micros());
    if (refusal !== null) return refusal;
    if (clock.micros() >= waiting.face.deadline) {
      await lobby.end([waiting], expiredAfter(waiting.face.ttl));
      return ofThePast(parts.history, decisive);
    }
    const shown = board.together(waiting).filter((other) => decisive.shown.requests.includes(other.ask.request));
    const together = shown.length;
    const ended = await board.end(shown.map((one) => decided(one, decisive, together)));
    return { kind: 'done', requests: ended.map((one) => one.waiting.ask.request) };
  };

  /** Somebody or something was first, and is just being written down. */
  async function afterClaim({ claim }: Waiting, decisive: Decisive): Promise<DecisionResult> {
    await claim;
    return ofThePast(parts.history, decisive);
  }
}

function refuse({ ask, face }: Waiting, decisive: Decisive, now: number): DecisionResult | null {
  const { by, decision, shown } = decisive;
  const why = whyNotDecide(by, ask);
  if (why !== null) return { kind: 'not-permitted', why };
  if (shown.digest !== face.digest || !shown.requests.includes(ask.request)) return { kind: 'changed' };
  if (decision === 'deny') return null;
  if (shown.since !== null && now - shown.since < settling) return { kind: 'too-early' };
  return ask.noteRequired && fitNote(decisive.note) === null ? { kind: 'note-required' } : null;
}

function decided(waiting: Waiting, { by, decision, note: given, shown }: Decisive, together: number): Ending {
  const note = fitNote(given);
  const displayed = shown.digest;
  const data = { by: by.name, owner: by.owner, note, displayed, together };
  const outcome: Outcome =
    decision === 'approve'
      ? { kind: 'approved', by: by.name, owner: by.owner, note, displayed, policy: waiting.ask.policy }
      : { kind: 'denied', by: by.name, note };
  return { waiting, outcome, event: requestEvent(waiting.ask, outcome.kind, data) };
}

function ofThePast(history: History, { request, by }: Decisive): DecisionResult {
  const past = history.find(request);
  if (past === null || !maySee(by, past.target)) return { kind: 'unknown' };
  const { outcome, ended: at } = past;
  if (past.by !== null && (outcome === 'approved' || outcome === 'denied')) {
    return { kind: 'already-decided', outcome, by: past.by, at };
  }
  return { kind: 'too-late', outcome, at };
}
