// Signs checkpoints over the log as it grows, and hands one to the world outside at every beat, also when nothing
// happened: what was handed out cannot be taken back, and silence can be seen.
import type { Clock } from '../core/clock.ts';
import { faults } from '../core/errors.ts';
import type { Log as OperationalLog } from '../core/log.ts';
import type { Log, StoredCheckpoint } from '../store/log.ts';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { type CompactRange, createCompactRange, extendRange } from './compact-range.ts';
import { rootOf } from './merkle.ts';
import type { SignerKey } from './note.ts';
import type { Publisher } from './publisher.ts';

/** ms from the first event without a checkpoint to the next checkpoint; and from the end of a session. */
const lag = 1000;
const lagAtEnd = 100;

export interface CheckpointsParts {
  readonly store: { readonly log: Log };
  readonly key: SignerKey;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<OperationalLog, 'warn' | 'error'>;
  readonly publishers: readonly Publisher[];
  /** ms between beats. */
  readonly every: number;
}

/**
 * Goes on where the last checkpoint stands. Disposing signs and publishes a last one.
 * @throws OstiaryError LOG_CONTRADICTED, STORE_FAILED
 */
export function startCheckpoints(parts: CheckpointsParts): AsyncDisposable {
  const { store, key, clock, log, publishers, every } = parts;
  const range = resume(store.log, key, log);
  let due: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  let publishing: Promise<void> | null = null;

  /** Null when it cannot be kept now; the next one tries again. */
  function sign(): string | null {
    if (due !== null) clearTimeout(due.timer);
    due = null;
    try {
      for (const leaf of store.log.leaves(range.end, store.log.size())) range.append(leaf);
      const nodes = range.nodes();
      const checkpoint = { origin: key.name, size: range.end, root: rootOf(nodes), time: clock.now() };
      const note = signCheckpoint(checkpoint, key);
      store.log.keepCheckpoint({ size: range.end, note, frontier: Buffer.concat(nodes) });
      return note;
    } catch (error) {
      log.error({ err: error }, 'a checkpoint could not be kept');
      return null;
    }
  }

  function signWithin(ms: number): void {
    const at = Date.now() + ms;
    if (due !== null && due.at <= at) return;
    if (due !== null) clearTimeout(due.timer);
    due = { at, timer: setTimeout(sign, ms).unref() };
  }

  async function publish(): Promise<void> {
    const note = sign();
    if (note === null) return;
    for (const { name, publish } of publishers) {
      await publish(note).catch((error: unknown) => log.error({ err: error }, `a checkpoint did not reach ${name}`));
    }
  }

  /** A beat while the last one is still on its way is left out. */
  const beat = () => {
    publishing ??= publish().finally(() => {
      publishing = null;
    });
  };
  const forget = store.log.onCommit((events) => {
    signWithin(events.some(({ type }) => type === 'closed' || type === 'recovered') ? lagAtEnd : lag);
  });
  const first = setTimeout(beat, lag).unref();
  const beats = setInterval(beat, every).unref();

  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(first);
      clearInterval(beats);
      forget();
      await publishing;
      await publish();
    },
  };
}

/** The frontier at the last checkpoint, with all that came after it. */
function resume(log: Log, key: SignerKey, notes: Pick<OperationalLog, 'warn'>): CompactRange {
  const last = log.checkpoint();
  const range = last === null ? createCompactRange() : continueFrom(last, log, key, notes);
  for (const leaf of log.leaves(range.end, log.size())) range.append(leaf);
  return range;
}

function continueFrom(last: StoredCheckpoint, log: Log, key: SignerKey, notes: Pick<OperationalLog, 'warn'>) {
  const checkpoint = parseCheckpoint(last.note);
  if (checkpoint === null || (checkpoint.origin === key.name && openCheckpoint(last.note, key) === null)) {
    throw faults.logContradicted('the checkpoint itself was changed');
  }
  if (checkpoint.origin !== key.name) {
    notes.warn({ before: checkpoint.origin, now: key.name }, 'the log goes on under a new key');
  }
  const { size, root } = checkpoint;
  if (log.size() < size) throw faults.logContradicted(`it had ${size} events and has ${log.size()}`);
  const kept = createCompactRange();
  if (extendRange(kept, size, hashesOf(last.frontier)) && rootOf(kept.nodes()).equals(root)) return kept;
  const range = createCompactRange();
  for (const leaf of log.leaves(0, size)) range.append(leaf);
  if (!rootOf(range.nodes()).equals(root)) {
    throw faults.logContradicted(`of its first ${size} events some were changed`);
  }
  return range;
}

function hashesOf(frontier: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(frontier.length / 32) }, (_, index) =>
    frontier.slice(32 * index, 32 * index + 32),
  );
}
