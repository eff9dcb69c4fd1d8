// The store of a configuration for verbs that only read; the broker may be running.
import { existsSync } from 'node:fs';
import { type Config, storeFile } from '../config/config.ts';
import { readSqliteStore } from '../store/sqlite.ts';
import type { StoreReader } from '../store/store.ts';

/** Runs `work` with the store, or returns null where no broker has run yet. */
export function withStore<T>(config: Config, work: (store: StoreReader) => T): T | null {
  const file = storeFile(config);
  if (!existsSync(file)) return null;
  const store = readSqliteStore(file);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** The same for work that takes its time. */
export async function withStoreOpen<T>(config: Config, work: (store: StoreReader) => Promise<T>): Promise<T | null> {
  const file = storeFile(config);
  if (!existsSync(file)) return null;
  const store = readSqliteStore(file);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
