// What a session's executor is built from, and the fault that says it could not be.
import { faults, OstiaryError, sentenceOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Opening } from '../target.ts';
import type { Account } from './account.ts';
import type { PipeSource } from './pipes.ts';

export interface Setting {
  readonly target: string;
  readonly opening: Opening;
  readonly account: Account;
  readonly shell: string;
  /** Where the first statement runs. */
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly pipes: PipeSource;
  readonly log: Log | undefined;
}

export function unavailable({ target }: Setting, cause: unknown): OstiaryError {
  if (cause instanceof OstiaryError) return cause;
  return faults.targetUnavailable(target, sentenceOf(cause), `Check \`shell:\` and \`workspace:\` of ${target}.`);
}
