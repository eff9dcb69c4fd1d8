// Events of the log, each compared with the leaf that the log keeps of it.
import type { StoredEvent } from '../../store/events.ts';
import type { LogEntry } from '../../store/log.ts';
import { hashLeaf } from '../merkle.ts';
import type { Findings } from './findings.ts';

/** Events that are not what was logged are found, and left out of what follows. */
export function readEvents(entries: Iterable<LogEntry>, findings: Findings): readonly StoredEvent[] {
  const events: StoredEvent[] = [];
  for (const entry of entries) {
    const event = hashLeaf(entry.body).equals(entry.leaf) ? parse(entry) : null;
    if (event !== null && event.seq === entry.seq) events.push(event);
    else findings.breaks('event-altered', `event ${entry.seq} is not what was logged`);
  }
  return events;
}

function parse({ body, leaf }: LogEntry): StoredEvent | null {
  try {
    return { ...(JSON.parse(body) as StoredEvent), leaf: Buffer.from(leaf).toString('hex') };
  } catch {
    return null;
  }
}
