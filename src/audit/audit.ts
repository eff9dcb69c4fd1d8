// Port: what can be checked. Findings are values: an unsound recording is an answer, not a fault.

export interface Finding {
  /** Stable, for programs: `digest-differs`, `no-decision`, `unattested-tail` … */
  readonly code: string;
  /** What and where, for a person. */
  readonly sentence: string;
  /** False for what is only to be known (`unattested-tail`). */
  readonly breaks: boolean;
}

/** The check of one session: recording, statements and events against each other. */
export interface SessionCheck {
  readonly session: string;
  readonly sound: boolean;
  readonly findings: readonly Finding[];
  readonly checked: { readonly events: number; readonly statements: number; readonly bytes: number };
}

export interface Auditor {
  /** @throws OstiaryError SESSION_UNKNOWN */
  checkSession(session: string): Promise<SessionCheck>;
}
