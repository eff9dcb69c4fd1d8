// What the console needs of the house, handed in by the composition root.
import type { PeopleDesk } from '../../approval/approval.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Identity } from '../../identity/identity.ts';
import type { LiveScreens } from '../../sinks/live.ts';

export interface ConsoleParts {
  readonly desk: PeopleDesk;
  readonly screens: LiveScreens;
  /** The clock of the desk: deadlines and the age of a shown card are compared with it. */
  readonly clock: Clock;
  readonly log: Log;
  /** Reads identities and policy again; `lines` say what changes, or why the old ones stay. */
  reload(options: {
    readonly acceptLooser: boolean;
  }): Promise<{ readonly swapped: boolean; readonly lines: readonly string[] }>;
  /** Makes it durable that somebody looks on, before they see anything. @throws when the log cannot be written */
  watched(session: string, by: Identity): Promise<void>;
  /** A one-time link to the auditors' page; null where none is served. */
  readonly web: ((by: Identity) => { readonly url: string; readonly seconds: number }) | null;
  /** Aborts when the broker shuts down. */
  readonly shutdown: AbortSignal;
}
