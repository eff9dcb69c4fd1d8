// A process that appends to a store as fast as it can and prints each sequence number once it is acknowledged; a test
// kills it in the middle. Argument: the database file.
import { writeSync } from 'node:fs';
import { systemClock } from '../../src/core/clock.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';

const store = openSqliteStore({ file: process.argv[2] as string, clock: systemClock });

async function append(): Promise<never> {
  for (;;) {
    const stored = await store.append(
      { type: 'refused', data: { reason: 'first of two', address: '127.0.0.1:1' } },
      { type: 'refused', data: { reason: 'second of two', address: '127.0.0.1:1' } },
    );
    writeSync(1, stored.map(({ seq }) => `${seq}\n`).join(''));
  }
}
await Promise.all(Array.from({ length: 8 }, append));
