// Where a secret may have gone: every byte that an agent saw, that lies on the broker's disk, or that it logged.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerProcess } from './broker-process.ts';

/** Every file of the state and the recordings: casts, database, write-ahead log, search index. */
export function keptByBroker(broker: BrokerProcess): ReadonlyMap<string, string> {
  const kept = new Map([['log', broker.log()]]);
  for (const folder of ['state', 'recordings']) {
    for (const entry of readdirSync(join(broker.dir, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      kept.set(file.slice(broker.dir.length + 1), readFileSync(file).toString('latin1'));
    }
  }
  return kept;
}

/** Names of the places that hold the value, as it is or as JSON writes it. */
export function placesOf(value: string, places: ReadonlyMap<string, string>): readonly string[] {
  const raw = Buffer.from(value).toString('latin1');
  const forms = [raw, JSON.stringify(raw).slice(1, -1)];
  return [...places].flatMap(([name, text]) => (forms.some((form) => text.includes(form)) ? [name] : []));
}
