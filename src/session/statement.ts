// The life of one statement: judged, decided, run. Nothing here knows where it came from.
import { newId } from '../core/ids.ts';
import { statementText } from '../store/statement-text.ts';
import type { Executor } from '../targets/target.ts';
import type { Answer } from './built-ins.ts';
import { execute } from './execution.ts';
import { type Gate, ownRuling, type Ruling } from './gate.ts';
import { seekPermission } from './permission.ts';
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
  const ruling = answer ? ownRuling('allow', `built-in:${answer.name}`) : judge(gate, submitted);
  const duration = room.services.clock.micros() - began;
  const { decision, by, rules, say, policy } = ruling;

  room.transcript.note({ type: 'marker', label: markerLabel(sequence, request, ruling, statement) });
  const decided = [
    journal.event('submitted', { sequence, mode, statement: statementText(statement) }, request),
    journal.event('decided', { sequence, decision, by, rules, say, policy }, request),
    ...(duration > slow ? [journal.event('judged-slowly', { sequence, duration }, request)] : []),
  ];
  // What is allowed at once goes into the log together with its start; everything else has its own moment.
  const atOnce = answer === null && decision === 'allow';
  if (!atOnce) await journal.write(...decided);
  if (answer !== null) return { kind: 'answered', request, answer };

  const permission = await seekPermission({ room, gate, input, executor, request, sequence, statement, ruling });
  if (decision === 'ask') room.source.keepTyped();
  if (permission.kind === 'refused') {
    if (atOnce) await journal.write(...decided);
    return { kind: 'refused', request, verdict: permission.verdict };
  }
  const before = atOnce ? decided : [];
  return execute(room, executor, { request, sequence, statement, previous, ruling, permission, before });
}

function answerBuiltIn({ language, builtIns }: StatementRoom, submitted: Submitted): Answer | null {
  const words = submitted.kind === 'statement' ? language.literalWords(submitted.text) : null;
  return words?.[0] === 'ostiary' ? builtIns(words) : null;
}

function judge(gate: Gate, submitted: Submitted): Ruling {
  return submitted.kind === 'statement' ? gate.judge(submitted.text) : ownRuling('deny', null, submitted.reason);
}

/** What a player shows at the statement: number, first line, request; shortened, one line. */
function markerLabel(sequence: number, request: string, ruling: Ruling, text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ⏎ ').slice(0, 200);
  const verdict = ruling.decision === 'allow' ? '' : `${ruling.decision} `;
  return `#${sequence} ${verdict}${line} [${request}]`;
}
