// The life of one statement: judged, decided, run. Nothing here knows where it came from.
import { newId } from '../core/ids.ts';
import { printMarkerLabel } from '../core/marker-label.ts';
import type { StatementText } from '../store/events.ts';
import { statementText } from '../store/statement-text.ts';
import type { Executor } from '../targets/target.ts';
import type { Answer } from './built-ins.ts';
import { lookAtInput } from './disclosed-input.ts';
import { execute } from './execution.ts';
import { type Gate, ownRuling, type Ruling } from './gate.ts';
import { seekPermission } from './permission.ts';
import { type ShownStatement, showStatement } from './shown-statement.ts';
import type { Submitted } from './sources/source.ts';
import type { StatementResult, StatementRoom } from './statement-room.ts';

/** µs of judging that are worth an event; what bounds it is counted in steps, not in time. */
const slow = 50_000;

/**
 * Takes one statement to its end. @throws when the log, the recording or the executor fails: then nothing further may
 * run (invariant 2).
 */
export async function runStatement(
  room: StatementRoom,
  executor: Executor,
  submitted: Submitted,
  sequence: number,
  previous: number,
): Promise<StatementResult> {
  const { journal, mode, gate, input } = room;
  const { text: statement } = submitted;
  const request = newId('req');
  const answer = answerBuiltIn(room, submitted);
  const began = room.services.clock.micros();
  const shown = show(room, statement);
  const first = rule(gate, submitted, answer, shown);
  const duration = room.services.clock.micros() - began;
  const disclosed = await lookAtInput(room, statement, first);
  const ruling = disclosed.effects.length === 0 ? first : veiled(gate.judgeAgain(statement, disclosed.effects), shown);
  const { decision, by, rules, say, policy } = ruling;

  room.transcript.note({ type: 'marker', label: markerLabel(sequence, request, ruling, shown.text) });
  const decided = [
    journal.event('submitted', { sequence, mode, statement: storedText(statement, shown) }, request),
    journal.event('decided', { sequence, decision, by, rules, say, policy }, request),
    ...(duration > slow ? [journal.event('judged-slowly', { sequence, duration }, request)] : []),
  ];
  // What is allowed at once goes into the log together with its start; everything else has its own moment.
  const atOnce = answer === null && decision === 'allow';
  if (!atOnce) await journal.write(...decided);
  if (answer !== null) return { kind: 'answered', request, answer };

  const work = { request, sequence, statement, shown, disclosed, ruling };
  const permission = await seekPermission({ room, gate, input, executor, ...work });
  if (decision === 'ask') room.source.keepTyped();
  if (permission.kind === 'refused') {
    const { withheld: by, verdict } = permission;
    const told =
      by === undefined ? [] : [journal.event('withheld', { by, say: shown.veil(verdict.sentence) }, request)];
    if (atOnce || told.length > 0) await journal.write(...(atOnce ? decided : []), ...told);
    return { kind: 'refused', request, verdict, masks: shown.masks };
  }
  const before = atOnce ? decided : [];
  return execute(room, executor, { ...work, previous, permission, before });
}

function answerBuiltIn({ language, builtIns }: StatementRoom, submitted: Submitted): Answer | null {
  const words = submitted.kind === 'statement' ? language.literalWords(submitted.text) : null;
  return words?.[0] === 'ostiary' ? builtIns(words) : null;
}

function show({ redaction, language, services }: StatementRoom, statement: string): ShownStatement {
  return showStatement(statement, { redaction, language, judged: services.policyDigest !== null });
}

function rule(gate: Gate, submitted: Submitted, answer: Answer | null, shown: ShownStatement): Ruling {
  if (answer !== null) return ownRuling('allow', `built-in:${answer.name}`);
  if (submitted.kind === 'unreadable') return ownRuling('deny', null, submitted.reason);
  if (shown.refusal !== null) return ownRuling('deny', 'built-in:masked', shown.refusal);
  return veiled(gate.judge(submitted.text), shown);
}

const veiled = (ruling: Ruling, { veil }: ShownStatement): Ruling => ({ ...ruling, say: veil(ruling.say) });

/** Where something is covered no digest of the whole is kept: a guess could be tried on it. */
function storedText(statement: string, { text, masks }: ShownStatement): StatementText {
  if (Object.keys(masks).length === 0) return statementText(text);
  return { ...statementText(text), bytes: Buffer.byteLength(statement), sha256: null, masks };
}

/** What a player shows at the statement: number, first line, request; shortened, one line. */
function markerLabel(sequence: number, request: string, ruling: Ruling, text: string): string {
  const line = text.replace(/(?<!\s)\s*\n\s*/g, ' ⏎ ').slice(0, 200);
  const verdict = ruling.decision === 'allow' ? '' : `${ruling.decision} `;
  return printMarkerLabel(sequence, `${verdict}${line}`, request);
}
