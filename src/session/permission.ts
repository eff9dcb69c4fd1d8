// From a ruling to a permission: what is allowed may run, what is denied may not, and what asks waits for a person.
import type { Approval, Ask, CodeFile, Lock, Outcome, Rejudgement, StdinNote } from '../approval/approval.ts';
import type { Executor } from '../targets/target.ts';
import type { DisclosedInput } from './disclosed-input.ts';
import type { Gate, Ruling } from './gate.ts';
import type { InputRouter } from './input.ts';
import type { EndReason } from './lifetime.ts';
import { announceWaiting, type Room } from './room.ts';
import type { ShownStatement } from './shown-statement.ts';
import { lookAtStdin } from './stdin.ts';
import { cancelled, denied, expired, failed, limited, type Verdict } from './verdict.ts';

/** What a decision was about, beside the statement; looked at again right before it runs. */
export interface Bound {
  readonly files: readonly CodeFile[];
  readonly stdin: StdinNote;
}

export type Permission =
  | {
      readonly kind: 'granted';
      readonly approval: Approval;
      /** Digest of what a person saw; null when nobody was asked. */
      readonly displayed: string | null;
      /** Digest of the policy it was decided under. */
      readonly policy: string | null;
      readonly bound: Bound;
    }
  /** `withheld`: no event says so yet. */
  | { readonly kind: 'refused'; readonly verdict: Verdict; readonly withheld?: 'lock' | 'broker' };

export interface Asking {
  readonly room: Room;
  readonly gate: Gate;
  readonly input: InputRouter;
  readonly executor: Executor;
  readonly request: string;
  readonly sequence: number;
  /** Exactly what would run. */
  readonly statement: string;
  readonly shown: ShownStatement;
  readonly disclosed: DisclosedInput;
  readonly ruling: Ruling;
}

const nothingBound: Bound = { files: [], stdin: { kind: 'none' } };
const refused = (verdict: Verdict): Permission => ({ kind: 'refused', verdict });
const withheld = (by: 'lock' | 'broker', why: string): Permission => ({
  kind: 'refused',
  verdict: denied(by, why),
  withheld: by,
});

/** Resolves when it is decided. For `ask` the submission and the ruling must be in the log already. */
export async function seekPermission(asking: Asking): Promise<Permission> {
  const { room, ruling } = asking;
  const { desk } = room.services;
  const { identity } = room.client;
  const lock = desk.isLocked(identity.name, room.target.name);
  if (lock !== null && ruling.decision !== 'deny') return withheld('lock', whyLocked(lock));
  const granted = { kind: 'granted', displayed: null, policy: ruling.policy } as const;
  if (ruling.decision === 'allow') {
    return { ...granted, approval: { decision: 'allow', approvers: [] }, bound: nothingBound };
  }
  if (ruling.decision === 'deny') return refused(verdictOf(ruling));

  const cancel = new AbortController();
  const stop = (why: string) => () => cancel.abort(why);
  const leave = () => cancel.abort(whyOver(room.lifetime.reason));
  room.lifetime.signal.addEventListener('abort', leave, { once: true });
  const seen = asking.input.wait(stop('ctrl-C'));
  // Waiting for a person is not idling.
  room.lifetime.active();
  try {
    const stdin = await lookAtStdin(room, seen, asking, cancel.signal);
    if (stdin.kind === 'refused') return withheld('broker', stdin.why);
    const effects = ruling.effects.map(({ effect }) => effect);
    const code = await room.services.inspector.files(asking.statement, effects, asking.executor.cwd);
    if (code.kind === 'unbindable') return withheld('broker', `${code.why}, so an approval could not be bound to it`);
    // A mask over lines of code would hide what runs: any line of a key may be the name of a program.
    const hiding = code.files.find(({ head }) => room.redaction.find(head).some(({ kind }) => kind === 'private-key'));
    if (hiding !== undefined) {
      const why = `${hiding.path} is code that holds what looks like a private key, so it cannot be shown as it is`;
      return withheld('broker', why);
    }

    const bound = { files: code.files, stdin };
    const ask = askOf(asking, bound);
    const rule = desk.covering(ask, room.target.resolve);
    if (rule !== null) return { ...granted, approval: { decision: 'approved', approvers: [rule.by] }, bound };
    const outcome = await desk.ask(ask, {
      signal: cancel.signal,
      rejudge: () => rejudge(asking),
      resolve: room.target.resolve,
      pending: (ttl) => announceWaiting(room, asking.request, ttl),
    });
    if (outcome.kind !== 'approved') return refused(verdictOfOutcome(outcome, ruling));
    const approval: Approval = { decision: 'approved', approvers: [outcome.by] };
    return { kind: 'granted', approval, displayed: outcome.displayed, policy: outcome.policy, bound };
  } finally {
    seen.end();
    room.lifetime.active();
    room.lifetime.signal.removeEventListener('abort', leave);
  }
}

function whyOver(reason: EndReason | null): string {
  return reason === null || reason.verdict === null ? 'the client left' : `the session ended (${reason.name})`;
}

function askOf({ room, executor, request, sequence, shown, ruling }: Asking, { files, stdin }: Bound): Ask {
  const { client, target, session, mode, level } = room;
  const { name, owner, roles } = client.identity;
  const { kind, labels } = target;
  return {
    request,
    session,
    sequence,
    connection: client.connection,
    agent: { name, owner, roles, fingerprint: client.proof.fingerprint },
    target: { name: target.name, kind, labels },
    level,
    mode,
    cwd: shown.veil(executor.cwd),
    workspace: target.resolve(target.workspace),
    statement: shown.text,
    effects: shown.veilEffects(ruling.effects),
    rules: rulesThatAsked(ruling.effects),
    say: ruling.say,
    reason: shown.veil(client.reason ?? '') || statedReason(shown.text),
    policy: ruling.policy,
    stdin,
    files: files.map((file) => ({ ...file, head: shown.veil(file.head) })),
    noteRequired: ruling.terms.noteRequired,
    approvers: ruling.terms.approvers,
    ttl: ruling.terms.ttl,
    wait: client.wait,
  };
}

/** `… # why: because`: the agent's own words, untrusted. */
function statedReason(statement: string): string | null {
  const last = statement.trimEnd().split('\n').at(-1) ?? '';
  return /(?:^|\s)# why:\s*(\S.*)$/.exec(last)?.[1]?.slice(0, 512) ?? null;
}

/** Only ever stricter: what would now be allowed keeps waiting for the person who was asked. */
function rejudge({ gate, statement, shown, disclosed }: Asking): Rejudgement {
  const judged = gate.judgeAgain(statement, disclosed.effects);
  const { decision, rules, policy, terms } = judged;
  const say = shown.veil(judged.say);
  const effects = shown.veilEffects(judged.effects);
  if (decision === 'deny') return { denied: { rules, say } };
  return {
    effects,
    rules: rulesThatAsked(effects),
    say,
    policy,
    noteRequired: terms.noteRequired,
    approvers: terms.approvers,
  };
}

/** Each once, in the order of the effects. */
function rulesThatAsked(effects: Ruling['effects']): readonly string[] {
  const asking = effects.filter(({ decision }) => decision === 'ask');
  return [...new Set(asking.flatMap(({ rules }) => rules))];
}

/** The verdict on a ruling that denies. */
export function verdictOf({ by, say, rules, retryAfter }: Ruling): Verdict {
  const rule = rules[0] ?? null;
  return by === 'limit' ? limited(say, rule, retryAfter ?? 1) : denied(by, say, rule);
}

const whyLocked = ({ note, by }: Lock) => note ?? `locked by ${by}`;

function verdictOfOutcome(outcome: Exclude<Outcome, { kind: 'approved' }>, ruling: Ruling): Verdict {
  switch (outcome.kind) {
    case 'denied':
      return { ...denied('person', outcome.note ?? `${outcome.by} said no`), note: outcome.note };
    case 'expired':
      return expired(outcome.seconds, ruling.rules[0] ?? null);
    case 'cancelled':
      return cancelled(outcome.why);
    case 'superseded':
      return denied('policy', outcome.say, outcome.rules[0] ?? null);
    case 'locked':
      return denied('lock', whyLocked(outcome.lock));
    case 'overflow': {
      const whose = outcome.whose === 'identity' ? 'of yours wait' : 'wait';
      return limited(`${outcome.limit} requests ${whose} for a person already`, null, 10);
    }
    case 'interrupted':
      return failed('the broker is shutting down; nobody decided, nothing ran');
  }
}
