// The desk: where requests wait and people answer. In memory, and every change is in the log before anybody sees it;
// what stops something is in force a moment earlier.
import type { Clock } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../store/store.ts';
import type { Desk } from './approval.ts';
import { createLobby, tighten } from './asking.ts';
import { createBoard, type Ending, type Waiting } from './board.ts';
import { makeFace } from './card.ts';
import { createDecider } from './deciding.ts';
import { outcomeEvent } from './events.ts';
import { createGranting } from './granting.ts';
import { createHistory, verdictOf } from './history.ts';
import { createLocks } from './locks.ts';
import { createNotices } from './notices.ts';
import { maySee } from './permission.ts';
import { createRecent } from './recent.ts';
import { createRuleBook } from './rules.ts';
import { createSeats } from './seats.ts';
import { createStopping } from './stopping.ts';

export interface DeskParts {
  /** Its locks of the last time hold again. */
  readonly store: Pick<Store, 'append' | 'locks'>;
  readonly clock: Clock;
  readonly log: Log;
  /** What a person writes may repeat a secret. */
  readonly mask?: (text: string) => string;
}

export function createDesk({ store, clock, log, mask = (text) => text }: DeskParts): Desk {
  const closed = { yet: false };
  const notices = createNotices((error) => log.error({ err: error }, 'a front failed to take a notice'));
  const history = createHistory();
  const recent = createRecent();
  const locks = createLocks(store.locks());
  const seats = createSeats(clock, () => notices.touch('sessions'));
  const book = createRuleBook(clock, () => newId('rul'));
  const board = createBoard({ store, ended });
  const lobby = createLobby({ store, clock, board, history, locks, closed: () => closed.yet, pending, failed });
  const decide = createDecider({ clock, board, lobby, history });
  const granting = createGranting({ store, board, book, recent, changed: () => notices.touch('rules') });
  const stopping = createStopping({ store, clock, board, lobby, locks, seats, changed: () => notices.touch('locks') });

  const masked = (note: string | null) => (note === null ? null : mask(note));

  function pending(waiting: Waiting) {
    recent.note(waiting.face.run, waiting.ask);
    notices.tell({ kind: 'asked', card: board.card(waiting) });
  }

  function ended({ waiting, outcome }: Ending) {
    const { ask, face, likeness } = waiting;
    const { asked } = face;
    const target = ask.target.name;
    const { kind } = outcome;
    history.note(likeness, {
      request: ask.request,
      asked,
      ended: clock.now(),
      outcome: kind,
      target,
      ...verdictOf(outcome),
    });
    notices.tell({ kind: 'settled', request: ask.request, target, outcome });
  }

  function failed(error: unknown) {
    log.error({ err: error }, 'the end of a request could not be written');
  }

  /** Ends what the policy now denies, tightens the rest. */
  function judgeAgain(waiting: Waiting): Ending | null {
    const judged = judgeSafely(waiting);
    if (judged === null || waiting.claim !== null) return null;
    if ('denied' in judged) {
      const outcome = { kind: 'superseded', ...judged.denied } as const;
      return { waiting, outcome, event: outcomeEvent(waiting.ask, outcome) };
    }
    waiting.ask = tighten(waiting.ask, judged);
    const { digest } = waiting.face;
    waiting.face = makeFace(waiting.ask, waiting.face, waiting.asking.resolve);
    if (waiting.face.digest !== digest) notices.tell({ kind: 'changed', card: board.card(waiting) });
    return null;
  }

  function judgeSafely({ asking }: Waiting) {
    try {
      return asking.rejudge?.() ?? null;
    } catch (error) {
      log.error({ err: error }, 'a pending request could not be judged again');
      return { denied: { rules: [], say: 'it could not be judged under the new policy' } };
    }
  }

  return {
    ask: lobby.ask,
    covering(ask, resolve) {
      const rule = book.covering(ask, resolve);
      if (rule !== null) notices.touch('rules');
      return rule;
    },
    isLocked: locks.find,
    enter: seats.enter,

    pending: (viewer) => board.cards(({ ask }) => maySee(viewer, ask.target.name)),
    card(request, viewer) {
      const waiting = board.find(request);
      if (waiting === null || waiting.claim !== null || !maySee(viewer, waiting.ask.target.name)) return null;
      return board.card(waiting);
    },
    decide: (decisive) => decide({ ...decisive, note: masked(decisive.note) }),

    similar: granting.similar,
    grant: granting.grant,
    rules: (viewer) => book.list().filter(({ target }) => maySee(viewer, target)),
    revoke: granting.revoke,

    lock: (scope, by, note) => stopping.lock(scope, by, masked(note)),
    unlock: stopping.unlock,
    locks: (viewer) => locks.list().filter(({ scope }) => scope.kind !== 'target' || maySee(viewer, scope.name)),
    sessions: (viewer) => seats.list().filter(({ target }) => maySee(viewer, target)),
    kill: stopping.kill,
    subscribe: notices.subscribe,

    async rejudge() {
      await board.end(
        board
          .all()
          .map(judgeAgain)
          .filter((ending) => ending !== null),
      );
    },
    disconnected: (connection) =>
      granting.withdraw((rule) => (rule.connection === connection ? 'the connection ended' : null)),
    dismiss: (whyGone) =>
      granting.withdraw(({ agent, fingerprint, by, target }) => {
        return whyGone({ name: agent, fingerprint, target }) ?? whyGone({ name: by, fingerprint: null, target });
      }),
    async close() {
      closed.yet = true;
      await lobby.end(board.all(), { kind: 'interrupted' });
    },
  };
}
