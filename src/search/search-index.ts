// The search index as the broker holds it: two worker threads over one derived file, one that takes sessions in, one
// that searches. Nothing of it runs in the broker's own loop but reading the log, a little at a time.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sentenceOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { longestWork, workerBeside } from '../core/worker-threads.ts';
import type { StoreReader } from '../store/store.ts';
import type { IndexCall } from './index-worker.ts';
import { readQuery } from './query.ts';
import type { QueryAnswer, QueryCall } from './query-worker.ts';
import { readSession } from './read-session.ts';
import type { SearchIndex, SearchQuestion, SearchResult } from './search.ts';
import { CallTimeout, createWorkerCalls } from './worker-calls.ts';

export interface SearchParts {
  readonly store: Pick<StoreReader, 'session' | 'sessions' | 'events'>;
  /** The recordings folder. */
  readonly recordings: string;
  /** The state folder; the index is `search.sqlite` in it. */
  readonly state: string;
  readonly log: Log;
  /** ms of one search. */
  readonly limit?: number;
}

const usualLimit = 5000;
/** ms that a search waits for what goes on. */
const patience = 500;

/** Sessions that ended and are not in the index yet are taken in from now on, the newest first. */
export function createSearchIndex({ store, recordings, state, log, limit = usualLimit }: SearchParts): SearchIndex {
  const workerData = { file: join(state, 'search.sqlite') };
  const workerAt = (name: string) => workerBeside(import.meta.url, name);
  const indexer = createWorkerCalls<IndexCall, readonly string[]>(workerAt('index-worker'), workerData);
  const searcher = createWorkerCalls<QueryCall, QueryAnswer>(workerAt('query-worker'), workerData);
  let queue: string[] = [];
  const stirred = new Set<string>();
  let working: Promise<void> | null = null;
  let taking: Promise<void> = Promise.resolve();
  let closed = false;

  const begun = begin();

  async function begin(): Promise<void> {
    try {
      const known = new Set(await indexer.call({ kind: 'known' }));
      const missing = store.sessions().filter(({ id, state }) => state !== 'live' && !known.has(id));
      queue.push(...missing.map(({ id }) => id));
    } catch (error) {
      if (!closed) log.error({ why: sentenceOf(error) }, 'the search index cannot be opened');
    }
  }

  async function work(): Promise<void> {
    await begun;
    for (let session = queue.shift(); session !== undefined && !closed; session = queue.shift()) await take(session);
    working = null;
  }

  async function take(session: string): Promise<void> {
    try {
      const entry = await readSession({ store, recordings }, session);
      if (entry !== null) await indexer.call({ kind: 'add', entry }, longestWork);
    } catch (error) {
      if (!closed) log.error({ session, why: whyNot(error) }, 'a session cannot be searched');
    }
  }

  /** One after the other, however many go on: each reads the log in the broker's loop. */
  async function takeAll(sessions: readonly string[]): Promise<void> {
    for (const session of sessions) {
      if (!closed && stirred.delete(session)) await take(session);
    }
  }

  /** Not for long: another session may be on its way in, and take its time. */
  async function takeStirred(): Promise<void> {
    taking = taking.then(() => takeAll([...stirred]));
    await Promise.race([taking, delay(patience, undefined, { ref: false })]);
  }

  async function search({ query, targets, limit: most, cursor }: SearchQuestion): Promise<SearchResult> {
    const reading = readQuery(query);
    if ('sentence' in reading) return { kind: 'invalid', sentence: reading.sentence };
    if (cursor !== null && !/^[0-9a-z]{1,11}$/.test(cursor)) return invalidCursor;
    const below = cursor === null ? null : Number.parseInt(cursor, 36);
    if (below !== null && !Number.isSafeInteger(below)) return invalidCursor;
    await begun;
    await takeStirred();
    try {
      const { hits, last } = await searcher.call({ query: reading.query, targets, limit: most, below }, limit);
      return { kind: 'hits', hits, cursor: last === null ? null : last.toString(36) };
    } catch (error) {
      if (error instanceof CallTimeout) {
        const seconds = limit / 1000;
        return {
          kind: 'invalid',
          sentence: `the search took more than ${seconds} s and was stopped: name a rarer word, a target:, or dates with after: and before:`,
        };
      }
      log.error({ why: sentenceOf(error) }, 'a search failed');
      return {
        kind: 'invalid',
        sentence:
          'the search index cannot be read: delete search.sqlite in the state folder and start the broker again: it is made anew',
      };
    }
  }

  const index: SearchIndex = {
    search,
    stir: (session) => void stirred.add(session),
    add(session) {
      if (closed) return;
      stirred.delete(session);
      queue = [session, ...queue.filter((other) => other !== session)];
      working ??= work();
    },
    async settled() {
      await begun;
      while (working !== null) await working;
    },
    async forget(session) {
      queue = queue.filter((other) => other !== session);
      await begun;
      await indexer.call({ kind: 'forget', session });
    },
    async close() {
      closed = true;
      await Promise.all([indexer.close(), searcher.close()]);
      await Promise.all([working, taking]);
    },
  };
  working = work();
  return index;
}

const whyNot = (error: unknown) => (error instanceof CallTimeout ? 'it took too long' : sentenceOf(error));

const invalidCursor: SearchResult = {
  kind: 'invalid',
  sentence: 'the place to go on from is not one that a search gave: search again from the start',
};
