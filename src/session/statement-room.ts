// What the life of a statement needs beside the session's room, and how it can end.
import type { Language } from '../language/language.ts';
import type { MaskCounts } from '../store/events.ts';
import type { Outcome } from '../targets/target.ts';
import type { Answer, BuiltIns } from './built-ins.ts';
import type { Gate } from './gate.ts';
import type { InputRouter } from './input.ts';
import type { Room } from './room.ts';
import type { StatementSource } from './sources/source.ts';
import type { Verdict } from './verdict.ts';

export interface StatementRoom extends Room {
  readonly gate: Gate;
  readonly language: Language;
  readonly builtIns: BuiltIns;
  readonly source: StatementSource;
  readonly input: InputRouter;
}

export type StatementResult =
  | { readonly kind: 'answered'; readonly request: string; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly request: string; readonly verdict: Verdict; readonly masks: MaskCounts }
  | { readonly kind: 'ran'; readonly request: string; readonly outcome: Outcome };
