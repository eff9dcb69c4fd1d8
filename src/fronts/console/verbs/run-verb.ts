// One verb done: what to print, as lines for people and as JSON for programs, and the status.
import type { DecisionResult, PlainResult } from '../../../approval/approval.ts';
import type { Identity } from '../../../identity/identity.ts';
import type { ConsoleParts } from '../parts.ts';
import { resultText, scopeText } from '../words.ts';
import { cardJson, cardLine, lockLine, ruleLine, sessionLine } from './listing.ts';
import { usage, type Verb } from './verb.ts';

export interface Done {
  readonly status: 0 | 1 | 2 | 69 | 70 | 77;
  readonly lines: readonly string[];
  /** One JSON line each. */
  readonly json: readonly object[];
}

export async function runVerb(verb: Verb, viewer: Identity, parts: ConsoleParts): Promise<Done> {
  const { desk } = parts;
  switch (verb.kind) {
    case 'help':
      return { status: 0, lines: usage, json: [{ usage }] };
    case 'web':
      return link(viewer, parts);
    case 'requests': {
      const cards = desk.pending(viewer);
      return { status: 0, lines: cards.map((card) => cardLine(card, parts.clock.micros())), json: cards.map(cardJson) };
    }
    case 'sessions': {
      const sessions = desk.sessions(viewer);
      const now = parts.clock.micros();
      return { status: 0, lines: sessions.map((session) => sessionLine(session, now)), json: sessions };
    }
    case 'rules': {
      const rules = desk.rules(viewer);
      const locks = desk.locks(viewer);
      return {
        status: 0,
        lines: [...locks.map(lockLine), ...rules.map(ruleLine)],
        json: [...locks.map((lock) => ({ lock })), ...rules],
      };
    }
    case 'watch':
      return watch(verb.id, viewer, parts);
    default:
      return viewer.kind === 'operator' ? act(verb, viewer, parts) : say(77, 'auditors may look, never decide');
  }
}

function link(viewer: Identity, { web }: ConsoleParts): Done {
  if (web === null) return say(69, 'no page is served; `listen.web` in ostiary.yaml turns it on');
  const { url, seconds } = web(viewer);
  return { status: 0, lines: [url, `it signs you in once, within ${seconds} s`], json: [{ url, seconds }] };
}

type Acting = Exclude<Verb, { kind: 'requests' | 'sessions' | 'rules' | 'help' | 'web' | 'watch' }>;

async function act(verb: Acting, by: Identity, { desk, reload }: ConsoleParts): Promise<Done> {
  switch (verb.kind) {
    case 'approve':
    case 'deny': {
      const card = desk.card(verb.id, by);
      const shown = { digest: card?.digest ?? '', requests: [verb.id], since: null };
      const result = await desk.decide({ request: verb.id, decision: verb.kind, by, note: verb.note, shown });
      const text = resultText(result, verb.kind === 'approve' ? 'approved' : 'denied', verb.id);
      return { status: statusOf(result), lines: [text], json: [{ request: verb.id, ...result }] };
    }
    case 'kill':
      return plain(await desk.kill(verb.id, by), `killed ${verb.id}`);
    case 'revoke':
      return plain(await desk.revoke(verb.id, by), `revoked ${verb.id}`);
    case 'lock':
      return plain(await desk.lock(verb.scope, by, verb.note), `locked ${scopeText(verb.scope)}`);
    case 'unlock':
      return plain(await desk.unlock(verb.scope, by), `unlocked ${scopeText(verb.scope)}`);
    case 'reload': {
      const { swapped, lines } = await reload({ acceptLooser: verb.acceptLooser });
      return { status: swapped ? 0 : 1, lines: [...lines], json: [{ swapped, lines }] };
    }
  }
}

const say = (status: Done['status'], text: string): Done => ({ status, lines: [text], json: [{ status, text }] });

function plain(result: PlainResult, done: string): Done {
  if (result.kind === 'done') return { status: 0, lines: [done], json: [result] };
  return { status: result.kind === 'not-permitted' ? 77 : 1, lines: [result.why], json: [result] };
}

function statusOf({ kind }: DecisionResult): Done['status'] {
  if (kind === 'done') return 0;
  if (kind === 'not-permitted') return 77;
  return kind === 'note-required' ? 2 : 1;
}

/** The screen as it is now. That somebody looks is on record first. */
async function watch(session: string, viewer: Identity, { desk, screens, watched }: ConsoleParts): Promise<Done> {
  const seen = desk.sessions(viewer).some(({ id }) => id === session);
  const watch = seen ? screens.watch(session) : null;
  if (watch === null) return say(1, 'there is no such session for you');
  try {
    await watched(session, viewer);
    await new Promise<void>((resolve) => watch.onChange(resolve));
    const rows = watch.lines().map((line) => line.replace(/\x1b\[[\d;]*m/g, ''));
    while (rows.at(-1) === '') rows.pop();
    return { status: 0, lines: rows, json: [{ session, cols: watch.cols, rows: watch.rows, screen: rows }] };
  } finally {
    watch.close();
  }
}
