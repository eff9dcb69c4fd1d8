// Grants, lists and takes back temporary rules; each is in the log before it holds.
import type { Identity } from '../identity/identity.ts';
import type { AuditEvent } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import type { Ask, GrantResult, PlainResult, Proposal, RuleScope, Similarity, TemporaryRule } from './approval.ts';
import type { Board, Waiting } from './board.ts';
import { requestEvent } from './events.ts';
import { maySee, whyNotDecide, whyNotOperator } from './permission.ts';
import type { Recent } from './recent.ts';
import { maxRuleMinutes, minutesOf, type RuleBook } from './rules.ts';
import { compileSimilarity } from './similarity/fit.ts';
import { whyWider } from './similarity/narrow.ts';
import { proposeSimilarity } from './similarity/propose.ts';

export interface GrantingParts {
  readonly store: Pick<Store, 'append'>;
  readonly board: Board;
  readonly book: RuleBook;
  readonly recent: Recent;
  readonly changed: () => void;
}

export interface Granting {
  similar(request: string, viewer: Identity): Proposal;
  grant(request: string, by: Identity, similarity: Similarity, scope: RuleScope): Promise<GrantResult>;
  revoke(rule: string, by: Identity): Promise<PlainResult>;
  /** Takes back all for which there is a reason. */
  withdraw(why: (rule: TemporaryRule) => string | null): Promise<void>;
}

export function createGranting({ store, board, book, recent, changed }: GrantingParts): Granting {
  function visible(request: string, viewer: Identity): Waiting | null {
    const waiting = board.find(request);
    return waiting !== null && maySee(viewer, waiting.ask.target.name) ? waiting : null;
  }

  /** Rules whose grant is being written: they do not hold yet, but can be taken back. */
  const drafts = new Set<TemporaryRule>();

  async function withdraw(why: (rule: TemporaryRule) => string | null, by: string | null = null) {
    const gone = [...book.list(), ...drafts].flatMap((rule) => {
      const reason = why(rule);
      return reason === null ? [] : [{ rule, reason }];
    });
    if (gone.length === 0) return;
    for (const { rule } of gone) {
      book.remove(rule.id);
      drafts.delete(rule);
    }
    changed();
    await store.append(...gone.map(({ rule, reason }) => revokedEvent(rule, by, reason)));
  }

  return {
    similar(request, viewer) {
      const waiting = visible(request, viewer);
      if (waiting === null) return { kind: 'none', why: 'it is not pending' };
      const proposed = proposeSimilarity(waiting.ask, waiting.asking.resolve);
      return proposed.kind === 'none'
        ? proposed
        : { ...proposed, covers: covered(recent.of(waiting.face.run), waiting, proposed.similarity) };
    },

    async grant(request, by, similarity, scope) {
      const waiting = visible(request, by);
      if (waiting === null) return { kind: 'unknown' };
      const { ask, asking } = waiting;
      const forbidden = whyNotDecide(by, ask);
      if (forbidden !== null) return { kind: 'not-permitted', why: forbidden };
      const why = whyNotGrant(ask, similarity, scope, proposeSimilarity(ask, asking.resolve));
      if (why !== null) return { kind: 'not-similar', why };
      const rule = book.draft(ask, similarity, scope, by);
      drafts.add(rule);
      let holds = false;
      try {
        await store.append(grantedEvent(ask, rule));
      } finally {
        holds = drafts.delete(rule);
      }
      if (!holds) return { kind: 'not-permitted', why: 'it was taken back at this moment' };
      book.add(rule, by);
      changed();
      return { kind: 'granted', rule };
    },

    async revoke(id, by) {
      const rule = book.list().find((one) => one.id === id);
      if (rule === undefined || !maySee(by, rule.target)) return { kind: 'unknown', why: 'there is no such rule' };
      const why = whyNotOperator(by);
      if (why !== null) return { kind: 'not-permitted', why };
      await withdraw((one) => (one.id === id ? `revoked by ${by.name}` : null), by.name);
      return { kind: 'done' };
    },

    withdraw: (why) => withdraw(why),
  };
}

function whyNotGrant(
  ask: Ask,
  similarity: Similarity,
  scope: RuleScope,
  proposed: ReturnType<typeof proposeSimilarity>,
): string | null {
  const minutes = minutesOf(scope);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > maxRuleMinutes) {
    return `a rule lives 1 to ${maxRuleMinutes} minutes`;
  }
  // What needs a note or a word each time is not waved through.
  if (ask.noteRequired) return 'each of these needs a note';
  return proposed.kind === 'none' ? proposed.why : whyWider(similarity, proposed.similarity);
}

/** Distinct statements, newest first, without the one that asks. */
function covered(asks: readonly Ask[], { ask, asking }: Waiting, similarity: Similarity): readonly string[] {
  const fitting = compileSimilarity(similarity);
  const others = asks.filter((one) => one.request !== ask.request && fitting.fits(one, asking.resolve));
  return [...new Set(others.map(({ statement }) => statement).reverse())];
}

function grantedEvent(ask: Ask, rule: TemporaryRule): AuditEvent {
  const { id, by, owner, cwd, runs, effects, connection, expires } = rule;
  const shape = { cwd, runs, effects: effects.map(({ kind, pattern }) => ({ kind, pattern })) };
  return requestEvent(ask, 'granted-rule', { rule: id, by, owner, note: null, ...shape, connection, expires });
}

function revokedEvent({ id, agent, target }: TemporaryRule, by: string | null, why: string): AuditEvent {
  return { type: 'revoked-rule', identity: agent, target, data: { rule: id, by, why } };
}
