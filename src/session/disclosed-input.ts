// A secret may come by standard input, too: where a rule cares about what a statement discloses, its input is looked at
// before it starts, and what comes later is watched on its way.
import type { Effect } from '../language/effect.ts';
import type { Executor } from '../targets/target.ts';
import type { Ruling } from './gate.ts';
import type { StatementRoom } from './statement-room.ts';
import { denied } from './verdict.ts';
import { createWatchedStream, type WatchedStream } from './watched-stream.ts';

/** So much is looked at before the start (bytes), and so long its end is waited for (ms). */
const most = 256 * 1024;
const moment = 250;

export interface DisclosedInput {
  /** What its input discloses, as effects of the statement. */
  readonly effects: readonly Effect[];
  /** More may come: it has to be watched. */
  readonly open: boolean;
}

const nothing: DisclosedInput = { effects: [], open: false };

const disclosure = (what: string): Effect => ({ kind: 'discloses', what, of: null, span: [0, 0] });

export async function lookAtInput(room: StatementRoom, statement: string, ruling: Ruling): Promise<DisclosedInput> {
  const { mode, client, gate, input, lifetime, redaction } = room;
  if (mode !== 'exec' || client.terminal !== null || ruling.by !== 'policy') return nothing;
  if (ruling.decision === 'deny') return nothing;
  if (gate.judgeAgain(statement, redaction.kinds.map(disclosure)).decision === ruling.decision) return nothing;
  const seen = input.wait(() => {});
  const found = await seen.look(most, moment, lifetime.signal);
  seen.end();
  const kinds = new Set(redaction.find(seen.bytes.toString('utf8')).map(({ kind }) => kind));
  return { effects: [...kinds].map(disclosure), open: found !== 'ended' };
}

/** Passes on to the program what holds no finding; the first one ends the session. */
export function watchInput({ redaction, lifetime }: StatementRoom, executor: Executor): WatchedStream {
  const write = (bytes: Uint8Array) => executor.write(bytes);
  return createWatchedStream(redaction.stream(null), write, (kind) => {
    const why = `its input holds what looks like a secret (${kind}), and a person was not asked; send it with its end, then it is looked at first`;
    lifetime.end({ name: 'a secret in the input', verdict: denied('policy', why) });
  });
}
