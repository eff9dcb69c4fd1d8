// Port: the screens of the sessions that are open now, for people who look on.

/** One session's screen, as it is and as it goes on. */
export interface Watch {
  readonly cols: number;
  readonly rows: number;
  /** True when the session is over: the screen stays as it was. */
  readonly ended: boolean;
  /** One string a row: printable text and SGR sequences (ECMA-48 §8.3.117), nothing else; each ends reset. */
  lines(): readonly string[];
  /** One listener: something changed. */
  onChange(listener: () => void): void;
  /** Idempotent. */
  close(): void;
}

export interface LiveScreens {
  /** The current screen at once, however late; null when there is no such session. */
  watch(session: string): Watch | null;
}
