// The life of one statement: judged, made durable, started, finished. Nothing here knows where it came from.
import { newId } from '../core/ids.ts';
import type { Language } from '../language/language.ts';
import { statementText } from '../store/events.ts';
import type { Executor, Outcome } from '../targets/target.ts';
import type { Answer, BuiltIns } from './built-ins.ts';
import type { Gate, Ruling } from './gate.ts';
import type { InputRouter } from './input.ts';
import type { Room } from './room.ts';
import type { Submitted } from './sources/source.ts';
import { denied, limited, unattended, type Verdict } from './verdict.ts';

export interface StatementRoom extends Room {
  readonly gate: Gate;
  readonly language: Language;
  readonly builtIns: BuiltIns;
  readonly input: InputRouter;
}

export type StatementResult =
  | { readonly kind: 'answered'; readonly request: string; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly request: string; readonly verdict: Verdict }
  | { readonly kind: 'ran'; readonly request: string; readonly outcome: Outcome };

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
  const { gate, journal, transcript, mode } = room;
  const { recorder } = room.recording;
  const { clock } = room.services;
  const request = newId('req');
  const answer = answerBuiltIn(room, submitted);
  const ruling = answer ? answered(answer) : judge(gate, submitted);
  const { decision, by, rules, say, policy } = ruling;

  transcript.note({ type: 'marker', label: markerLabel(sequence, request, ruling, submitted.text) });
  const asked = [
    journal.event('submitted', { sequence, mode, statement: statementText(submitted.text) }, request),
    journal.event('decided', { sequence, decision, by, rules, say, policy }, request),
  ];
  if (answer !== null || decision !== 'allow') {
    await journal.write(...asked);
    return answer ? { kind: 'answered', request, answer } : { kind: 'refused', request, verdict: verdictOf(ruling) };
  }

  const start = await recorder.sync();
  await journal.write(...asked, journal.event('started', { sequence, cwd: executor.cwd, ...start }, request));
  const began = clock.micros();
  const tally = transcript.startTally();
  const running = executor.run(submitted.text, previous);
  room.input.toProgram(executor, ruling.raw ? 'always' : room.services.recordInput ? 'echoed' : 'never');
  room.input.open();
  const outcome = await running;
  const stdin = room.input.toSource();
  await transcript.flush();

  const duration = clock.micros() - began;
  const position = await recorder.sync();
  const end = {
    outcome: outcome.kind,
    status: outcome.kind === 'lost' ? null : outcome.status,
    signal: outcome.kind === 'ended' ? outcome.signal : null,
    cwd: outcome.kind === 'finished' ? outcome.cwd : null,
  };
  await journal.write(
    journal.event('finished', { sequence, ...end, duration, stdin, ...tally(), ...position }, request),
  );
  if (outcome.kind === 'finished') gate.settle(submitted.text, outcome);
  return { kind: 'ran', request, outcome };
}

function answerBuiltIn({ language, builtIns }: StatementRoom, submitted: Submitted): Answer | null {
  const words = submitted.kind === 'statement' ? language.literalWords(submitted.text) : null;
  return words?.[0] === 'ostiary' ? builtIns(words) : null;
}

function answered({ name }: Answer): Ruling {
  return { decision: 'allow', by: 'broker', rules: [`built-in:${name}`], say: '', policy: null };
}

function judge(gate: Gate, submitted: Submitted): Ruling {
  if (submitted.kind === 'statement') return gate.judge(submitted.text);
  return { decision: 'deny', by: 'broker', rules: [], say: submitted.reason, policy: null };
}

function verdictOf(ruling: Ruling): Verdict {
  const rule = ruling.rules[0] ?? null;
  if (ruling.by === 'limit') return limited(ruling.say, rule, ruling.retryAfter ?? 1);
  if (ruling.decision === 'deny') return denied(ruling.by, ruling.say, rule);
  return unattended(ruling.say, rule);
}

/** What a player shows at the statement: number, first line, request; shortened, one line. */
function markerLabel(sequence: number, request: string, ruling: Ruling, text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ⏎ ').slice(0, 200);
  const verdict = ruling.decision === 'allow' ? '' : `${ruling.decision} `;
  return `#${sequence} ${verdict}${line} [${request}]`;
}
