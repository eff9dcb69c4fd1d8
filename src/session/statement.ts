// The life of one statement: judged, made durable, started, finished. Nothing here knows where it came from.
import { newId } from '../core/ids.ts';
import { statementText } from '../store/events.ts';
import type { Executor, Outcome } from '../targets/target.ts';
import type { Gate, Ruling } from './gate.ts';
import type { InputRouter } from './input.ts';
import type { Room } from './room.ts';
import type { Submitted } from './sources/source.ts';
import { denied, type Verdict } from './verdict.ts';

export interface StatementRoom extends Room {
  readonly gate: Gate;
  readonly input: InputRouter;
}

export type StatementResult =
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
  const ruling = submitted.kind === 'unreadable' ? refuse(submitted.reason) : gate.judge(submitted.text);
  const { decision, by, rules, say, policy } = ruling;

  transcript.note({ type: 'marker', label: markerLabel(sequence, request, ruling, submitted.text) });
  const asked = [
    journal.event('submitted', { sequence, mode, statement: statementText(submitted.text) }, request),
    journal.event('decided', { sequence, decision, by, rules, say, policy }, request),
  ];
  if (decision !== 'allow') {
    await journal.write(...asked);
    return { kind: 'refused', request, verdict: verdictOf(ruling) };
  }

  const start = await recorder.sync();
  await journal.write(...asked, journal.event('started', { sequence, cwd: executor.cwd, ...start }, request));
  const began = clock.micros();
  const tally = transcript.startTally();
  const running = executor.run(submitted.text, previous);
  room.input.toProgram(executor);
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

function refuse(reason: string): Ruling {
  return { decision: 'deny', by: 'broker', rules: [], say: reason, policy: null };
}

function verdictOf(ruling: Ruling): Verdict {
  const rule = ruling.rules[0] ?? null;
  if (ruling.decision === 'deny') return denied(ruling.by, ruling.say, rule);
  return {
    verdict: 'expired',
    by: ruling.by,
    rule,
    note: null,
    retry: false,
    exit: 75,
    sentence: `nobody is there to decide (rule ${rule}): ${ruling.say}; this is not an approval`,
  };
}

/** What a player shows at the statement: number, first line, request; shortened, one line. */
function markerLabel(sequence: number, request: string, ruling: Ruling, text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ⏎ ').slice(0, 200);
  const verdict = ruling.decision === 'allow' ? '' : `${ruling.decision} `;
  return `#${sequence} ${verdict}${line} [${request}]`;
}
