// A desk for tests of the console: what waits is put there by hand, and every decision is remembered.
import type {
  Card,
  DecisionResult,
  Decisive,
  GrantResult,
  LiveSession,
  Lock,
  LockScope,
  Notice,
  Outcome,
  PeopleDesk,
  Proposal,
  RuleScope,
  Similarity,
  TemporaryRule,
} from '../../src/approval/approval.ts';
import type { Identity } from '../../src/identity/identity.ts';

export interface FakeDesk extends PeopleDesk {
  readonly decisions: Decisive[];
  readonly grants: { similarity: Similarity; scope: RuleScope }[];
  readonly killed: string[];
  readonly live: LiveSession[];
  readonly temporary: TemporaryRule[];
  /** How many listen. */
  readonly listeners: number;
  proposal: Proposal;
  /** The next decision ends so. */
  answer: DecisionResult | null;
  ask(card: Card): void;
  settle(request: string, outcome: Outcome): void;
}

export function createFakeDesk(): FakeDesk {
  let cards: Card[] = [];
  const locks: Lock[] = [];
  const listeners = new Set<(notice: Notice) => void>();
  const tell = (notice: Notice) => {
    for (const listener of listeners) listener(notice);
  };
  const remove = (request: string) => {
    cards = cards.flatMap((card) => {
      const requests = card.requests.filter((one) => one !== request);
      const [first] = requests;
      return first === undefined ? [] : [{ ...card, request: first, requests }];
    });
  };
  const find = (request: string) => cards.find(({ requests }) => requests.includes(request)) ?? null;

  const desk: FakeDesk = {
    decisions: [],
    grants: [],
    killed: [],
    live: [],
    temporary: [],
    get listeners() {
      return listeners.size;
    },
    proposal: { kind: 'none', why: 'it runs an interpreter' },
    answer: null,
    ask(card) {
      cards = [...cards, card].toSorted((one, other) => one.deadline - other.deadline);
      tell({ kind: 'asked', card });
    },
    settle(request, outcome) {
      const target = find(request)?.target.name ?? '';
      tell({ kind: 'settled', request, target, outcome });
      remove(request);
    },
    pending: () => cards,
    card: find,
    async decide(decisive) {
      desk.decisions.push(decisive);
      if (desk.answer !== null) return desk.answer;
      const { by, note, decision, shown } = decisive;
      for (const request of shown.requests) {
        const outcome: Outcome =
          decision === 'approve'
            ? { kind: 'approved', by: by.name, owner: by.owner, note, displayed: shown.digest, policy: null }
            : { kind: 'denied', by: by.name, note };
        desk.settle(request, outcome);
      }
      return { kind: 'done', requests: shown.requests };
    },
    similar: () => desk.proposal,
    async grant(request: string, by: Identity, similarity: Similarity, scope: RuleScope): Promise<GrantResult> {
      desk.grants.push({ similarity, scope });
      const card = find(request);
      if (card === null) return { kind: 'unknown' };
      const rule: TemporaryRule = {
        ...similarity,
        id: `rul_${desk.temporary.length + 1}`,
        agent: card.agent.name,
        fingerprint: card.agent.fingerprint,
        target: card.target.name,
        connection: scope.kind === 'connection' ? card.connection : null,
        by: by.name,
        owner: by.owner,
        granted: card.asked,
        expires: '2026-11-21T13:00:00.000Z',
        used: 0,
      };
      desk.temporary.push(rule);
      tell({ kind: 'rules' });
      return { kind: 'granted', rule };
    },
    rules: () => desk.temporary,
    async revoke(rule) {
      const place = desk.temporary.findIndex(({ id }) => id === rule);
      if (place < 0) return { kind: 'unknown', why: `there is no rule ${rule}` };
      desk.temporary.splice(place, 1);
      tell({ kind: 'rules' });
      return { kind: 'done' };
    },
    async lock(scope, by, note) {
      locks.push({ scope, by: by.name, note, since: '2026-11-21T12:00:00.000Z' });
      tell({ kind: 'locks' });
      return { kind: 'done' };
    },
    async unlock(scope) {
      const place = locks.findIndex((lock) => sameScope(lock.scope, scope));
      if (place < 0) return { kind: 'unknown', why: 'it is not locked' };
      locks.splice(place, 1);
      tell({ kind: 'locks' });
      return { kind: 'done' };
    },
    locks: () => [...locks],
    sessions: () => desk.live,
    async kill(session) {
      desk.killed.push(session);
      return { kind: 'done' };
    },
    subscribe(_viewer, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return desk;
}

const sameScope = (one: LockScope, other: LockScope) => JSON.stringify(one) === JSON.stringify(other);

let numbers = 0;

/** A card of `rm -rf /srv/www` by coder on web-1; `left` in seconds. */
export function makeCard(change: Partial<Card> = {}, now = 0, left = 100): Card {
  numbers += 1;
  const request = change.request ?? `req_${String(numbers).padStart(6, '0')}`;
  const statement = change.statement ?? 'rm -rf /srv/www';
  return {
    request,
    requests: [request],
    digest: `digest of ${request} ${statement}`,
    session: 'ses_000001',
    sequence: 3,
    connection: 'con_000001',
    run: 'run_000001',
    agent: { name: 'coder', owner: 'maria', roles: ['codegen'], fingerprint: 'SHA256:abc' },
    target: { name: 'web-1', kind: 'local', labels: { env: 'prod' } },
    level: 'line-checked (shared user)',
    mode: 'exec',
    cwd: '/srv',
    workspace: '/srv/agent',
    statement,
    effects: [
      {
        effect: { kind: 'run', argv: ['rm', '-rf', '/srv/www'], nested: false, of: null, span: [0, 15] },
        decision: 'allow',
        matches: [],
        rules: ['default:run'],
      },
      {
        effect: { kind: 'delete', path: '/srv/www', tree: true, of: 0, span: [7, 15] },
        decision: 'ask',
        matches: [],
        rules: ['no-destroy'],
      },
    ],
    rules: ['no-destroy'],
    say: 'deleting outside the workspace needs a change ticket',
    reason: 'cleaning up before the new release',
    policy: 'b5e3709c',
    stdin: { kind: 'none' },
    files: [],
    noteRequired: false,
    approvers: [],
    highRisk: false,
    asked: '2026-11-21T11:59:00.000Z',
    ttl: left * 1000,
    deadline: now + left * 1_000_000,
    history: [],
    ...change,
  };
}
