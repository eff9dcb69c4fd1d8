// A card as rows: everything a person needs to judge a request, nothing left out. First what will run.
import type { Card, PastOutcome, StdinNote } from '../../../approval/approval.ts';
import { effectText } from '../../../language/effect-text.ts';
import { barred, labelled } from '../text/labelled.ts';
import { styleRuns, wrapPieces } from '../text/lines.ts';
import { showPieces } from '../text/pieces.ts';
import type { Row } from '../text/row.ts';
import { timeOfDay } from '../words.ts';
import { effectStyle, statementStyles } from './effect-style.ts';

export interface CardRows {
  readonly rows: readonly Row[];
  /** The first so many rows show what the approval binds: statement, files, standard input. */
  readonly binding: number;
}

/** Of the cards that are on a screen: each is laid out once for its width, however often it is drawn. */
const laidOut = new WeakMap<Card, CardRows & { readonly width: number }>();

/** @param width columns, at least 30 */
export function cardRows(card: Card, width: number): CardRows {
  const known = laidOut.get(card);
  if (known?.width === width) return known;
  const made = { ...makeRows(card, width), width };
  laidOut.set(card, made);
  return made;
}

function makeRows(card: Card, width: number): CardRows {
  const bound = [
    ...labelled('', `${card.agent.name} (${card.agent.owner}) → ${card.target.name}`, width, 'bold'),
    ...labelled('in ', card.cwd, width),
    [],
    ...statementRows(card, width),
    ...letterRows(card.statement, width),
    ...stdinRows(card.stdin, width),
    ...card.files.flatMap((file) => [
      [],
      ...labelled('runs file ', file.realpath, width, 'warning'),
      ...(file.path === file.realpath ? [] : labelled('  named ', file.path, width)),
      ...labelled('  ', `${file.size} bytes, sha256 ${file.sha256}`, width, 'dim'),
      ...barred(file.head, width),
    ]),
  ];
  const rest = [
    [],
    ...effectRows(card, width),
    [],
    ...labelled('asked by ', card.rules.join(', '), width),
    ...labelled('  ', card.say, width),
    ...reasonRows(card.reason, width),
    ...(card.noteRequired ? [[{ text: 'a note is required', style: 'warning' } as const]] : []),
    ...card.approvers.flatMap((who) => labelled('may decide ', approversText(who), width)),
    ...historyRows(card.history, width),
    [],
    ...labelled('level ', card.level, width, 'dim'),
    ...labelled('target ', targetText(card), width, 'dim'),
    ...labelled('asked ', `${timeOfDay(card.asked)} UTC, ${card.mode}, statement ${card.sequence}`, width, 'dim'),
    ...labelled('', card.session, width, 'dim'),
    ...labelled('', card.requests.join(' '), width, 'dim'),
    ...labelled('policy ', card.policy ?? 'none', width, 'dim'),
  ];
  return { rows: [...bound, ...rest], binding: bound.length };
}

function statementRows({ statement, effects }: Card, width: number): Row[] {
  const styles = statementStyles(effects, statement.length);
  return wrapPieces(showPieces(statement), width - 2, 'code').map((line) => [
    { text: '┃ ', style: 'title' },
    ...styleRuns(line, (at) => styles[at] ?? 'plain'),
  ]);
}

/** Letters that look like others are told apart by their numbers. */
function letterRows(statement: string, width: number): Row[] {
  const letters = new Set(statement.match(/[^\p{ASCII}\p{C}\p{M}]/gu));
  if (letters.size === 0) return [];
  const named = Array.from(
    letters,
    (letter) => `${letter} U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return labelled('not ASCII: ', named.join(', '), width, 'warning');
}

function stdinRows(stdin: StdinNote, width: number): Row[] {
  if (stdin.kind === 'none') return [];
  if (stdin.kind === 'attached') {
    return [
      [],
      ...labelled(
        'input ',
        'the program also reads what the agent sends it; nobody has looked at it',
        width,
        'warning',
      ),
    ];
  }
  return [
    [],
    ...labelled('input ', `${stdin.bytes} bytes, sha256 ${stdin.sha256}`, width, 'warning'),
    ...barred(stdin.text, width),
  ];
}

function effectRows({ effects }: Card, width: number): Row[] {
  const rows: Row[] = [[{ text: 'it would', style: 'dim' }]];
  for (const { effect, decision, rules } of effects) {
    // What is ours comes first: a path or a word that looks like a verdict stands behind it.
    const verdict = decision === 'allow' ? '' : `${decision} by ${rules.join(', ')}: `;
    const label = ` ${effect.kind.padEnd(9)} `;
    const [first = [], ...more] = labelled(label, `${verdict}${effectText(effect)}`, width);
    rows.push([{ text: label, style: effectStyle[effect.kind] }, ...first.slice(1)], ...more);
  }
  return rows;
}

function reasonRows(reason: string | null, width: number): Row[] {
  if (reason === null) return [];
  return [[{ text: 'the agent says, and nobody has checked:', style: 'dim' }], ...barred(reason, width, 'warning')];
}

function historyRows(history: readonly PastOutcome[], width: number): Row[] {
  return history.flatMap(({ ended, outcome, by, note, request }) =>
    labelled(
      'before: ',
      `${outcome}${by === null ? '' : ` by ${by}`} at ${timeOfDay(ended)} UTC${note === null ? '' : `: ${note}`} [${request}]`,
      width,
      'warning',
    ),
  );
}

function approversText({ groups, roles, notSelf }: Card['approvers'][number]): string {
  const parts = [
    ...(groups === undefined ? [] : [`group ${groups.join(' or ')}`]),
    ...(roles === undefined ? [] : [`role ${roles.join(' or ')}`]),
    ...(notSelf === true ? ['not the person behind the agent'] : []),
  ];
  return parts.join(', ') || 'any operator';
}

function targetText({ target }: Card): string {
  const labels = Object.entries(target.labels).map(([key, value]) => `${key}=${value}`);
  return [target.name, target.kind, ...labels].join(' ');
}
