// What a session's executor is built from.
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
