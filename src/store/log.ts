// Port: the audit events as a log: entries and leaves by index, the checkpoints signed over them.
import type { StoredEvent } from './events.ts';

/** One event as its leaf hash covers it. */
export interface LogEntry {
  readonly seq: number;
  /** 32 bytes. */
  readonly leaf: Uint8Array;
  /** Canonical JSON (RFC 8785), one line. */
  readonly body: string;
}

export interface StoredCheckpoint {
  readonly size: number;
  /** The signed note. */
  readonly note: string;
  /** The tree's frontier at this size: 32 bytes a hash, oldest first. */
  readonly frontier: Uint8Array;
}

/** What can be read, also while another process appends; iterating holds no transaction open. */
export interface LogReader {
  /** Events in the log: the index of the next. */
  size(): number;
  /** Leaf hashes of [first, end), in order. */
  leaves(first: number, end: number): Iterable<Uint8Array>;
  /** Entries of [first, end), in order, of a session or all. */
  entries(first: number, end: number, session?: string): Iterable<LogEntry>;
  /** Least range that holds every event at or after `after` and before `before` (ISO 8601 UTC); null: no border. */
  range(after: string | null, before: string | null): { readonly first: number; readonly end: number };
  /** Keys published, and temporary rules granted, in order: what the check of any session needs. */
  ground(): Iterable<LogEntry>;
  /** The longest; null before the first. */
  checkpoint(): StoredCheckpoint | null;
}

export interface Log extends LogReader {
  /** Keeps it, durably; of older ones the newest thousand stay. @throws OstiaryError STORE_FAILED */
  keepCheckpoint(checkpoint: StoredCheckpoint): void;
  /** Told of every commit, in order, right after it; listeners must not throw. Returns how to stop. */
  onCommit(listener: (events: readonly StoredEvent[]) => void): () => void;
}
