// Port: the screens of the sessions that are open now, for people who look on.
import type { SessionEvent } from './sink.ts';

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

/** A session as it goes on, from its current screen. */
export interface Follow {
  /** Output that draws the current screen on an emulator of this size that was just reset. */
  readonly screen: { readonly cols: number; readonly rows: number; readonly init: string };
  /** µs since the session's recording began, at that screen. */
  readonly time: number;
  /** Idempotent. */
  close(): void;
}

export interface Follower {
  /** In order; output ends at character borders. @param time µs since the session's recording began */
  event(time: number, event: SessionEvent): void;
  /** The session is over. */
  ended(): void;
}

export interface LiveScreens {
  /** Every event after the screen it resolves with goes to the follower; null when there is no such session. */
  follow(session: string, follower: Follower): Promise<Follow | null>;
  /** The current screen at once, however late; null when there is no such session. */
  watch(session: string): Watch | null;
}
