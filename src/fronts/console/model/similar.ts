// Allow similar for this run: the desk proposes, the operator may narrow, then grants a temporary rule. The pending
// request itself stays undecided.
import type { RuleScope, Similarity } from '../../../approval/approval.ts';
import { ruleScopeText } from '../words.ts';
import { isArmed, seenCard } from './decide.ts';
import type { ModelHands } from './hands.ts';
import { type Key, letterOf, typeInto } from './key.ts';
import type { SimilarDialog, SimilarRow } from './state.ts';

const scopes: readonly RuleScope[] = [
  { kind: 'connection' },
  ...[5, 15, 30, 60].map((minutes) => ({ kind: 'minutes', minutes }) as const),
];
const connection: RuleScope = { kind: 'connection' };

export function openSimilar(hands: ModelHands): void {
  const seen = seenCard(hands);
  if (seen === null || !isArmed(hands)) return;
  const { request } = seen.card;
  const proposal = hands.parts.desk.similar(request, hands.viewer);
  if (proposal.kind === 'none') {
    hands.say(`no rule can be proposed: ${proposal.why}`, 'warning');
    return;
  }
  const { cwd, runs, effects } = proposal.similarity;
  const rows: SimilarRow[] = [
    ...runs.map((pattern) => ({ kind: 'run', pattern, on: true }) as const),
    ...effects.map(({ kind, pattern }) => ({ kind, pattern, on: true })),
  ];
  const { covers } = proposal;
  hands.set({ dialog: { kind: 'similar', request, cwd, rows, covers, at: 0, editing: false, scope: connection } });
}

export function pressInSimilar(dialog: SimilarDialog, key: Key, hands: ModelHands): void {
  const { rows, at, editing } = dialog;
  const change = (changed: Partial<SimilarDialog>) => hands.set({ dialog: { ...dialog, ...changed } });
  const changeRow = (changed: Partial<SimilarRow>) =>
    change({ rows: rows.map((row, place) => (place === at ? { ...row, ...changed } : row)) });
  if (editing) {
    if (key.name === 'enter' || key.name === 'escape') change({ editing: false });
    else changeRow({ pattern: typeInto(rows[at]?.pattern ?? '', key) });
  } else if (key.name === 'up') change({ at: Math.max(0, at - 1) });
  else if (key.name === 'down') change({ at: Math.min(rows.length - 1, at + 1) });
  else if (key.name === 'left' || key.name === 'right') change({ scope: turn(dialog.scope, key.name) });
  else if (letterOf(key) === ' ') changeRow({ on: !rows[at]?.on });
  else if (letterOf(key) === 'e') change({ editing: true });
  else if (key.name === 'enter') grant(dialog, hands);
}

function turn(scope: RuleScope, way: 'left' | 'right'): RuleScope {
  const place = scopes.findIndex((one) => ruleScopeText(one) === ruleScopeText(scope));
  const next = (place + (way === 'left' ? -1 : 1) + scopes.length) % scopes.length;
  return scopes[next] ?? connection;
}

function grant({ request, cwd, rows, scope }: SimilarDialog, hands: ModelHands): void {
  hands.set({ dialog: null });
  hands.start(async () => {
    const result = await hands.parts.desk.grant(request, hands.viewer, similarityOf(cwd, rows), scope);
    if (result.kind === 'granted') {
      hands.say(
        `${result.rule.id} holds for ${ruleScopeText(scope)}; this request itself still waits: a approves it`,
        'good',
      );
    } else hands.say(result.kind === 'unknown' ? 'the request is gone' : result.why, 'warning');
  });
}

function similarityOf(cwd: string, rows: readonly SimilarRow[]): Similarity {
  const kept = rows.filter(({ on, pattern }) => on && pattern !== '');
  return {
    cwd,
    runs: kept.filter(({ kind }) => kind === 'run').map(({ pattern }) => pattern),
    effects: kept.flatMap(({ kind, pattern }) => (kind === 'run' ? [] : [{ kind, pattern }])),
  };
}
