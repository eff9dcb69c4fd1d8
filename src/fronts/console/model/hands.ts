// The model as its keys and dialogs hold it.
import type { Identity } from '../../../identity/identity.ts';
import type { ConsoleParts } from '../parts.ts';
import type { ConsoleState } from './state.ts';

export interface ModelHands {
  readonly parts: ConsoleParts;
  readonly viewer: Identity;
  readonly mayDecide: boolean;
  get(): ConsoleState;
  set(change: Partial<ConsoleState>): void;
  say(text: string, tone?: 'good' | 'warning' | 'dim'): void;
  /** Runs something that takes time; a failure becomes a notice. */
  start(work: () => Promise<void>): void;
}
