// The search index as the broker holds it: two worker threads over one derived file, one that takes closed sessions in,
// one that searches. Nothing of it runs in the broker's own loop but reading the log, a little at a time.
import { extname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sentenceOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { recordingFile } from '../core/recording-file.ts';
import type { StoreReader } from '../store/store.ts';
import type { IndexCall, LoggedStatement, SessionEntry } from './index-worker.ts';
import { readQuery } from './query.ts';
import type { QueryAnswer, QueryCall } from './query-worker.ts';
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
/** ms of taking one session in: output that is made to be slow shall not hold up the others for ever. */
const longestAdd = 15 * 60_000;

/** Runs from sources and from dist/ alike. */
const workerFile = (name: string) => new URL(`./${name}${extname(import.meta.url)}`, import.meta.url);

/** Sessions that ended and are not in the index yet are taken in from now on, the newest first. */
export function createSearchIndex({ store, recordings, state, log, limit = usualLimit }: SearchParts): SearchIndex {
  const workerData = { file: join(state, 'search.sqlite') };
  const indexer = createWorkerCalls<IndexCall, readonly string[]>(workerFile('index-worker'), workerData);
  const searcher = createWorkerCalls<QueryCall, QueryAnswer>(workerFile('query-worker'), workerData);
  let queue: string[] = [];
  let working: Promise<void> | null = null;
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
      const entry = await entryOf(session);
      if (entry !== null) await indexer.call({ kind: 'add', entry }, longestAdd);
    } catch (error) {
      if (!closed) log.error({ session, why: whyNot(error) }, 'a session cannot be searched');
    }
  }

  async function entryOf(session: string): Promise<SessionEntry | null> {
    const row = store.session(session);
    if (row === null || row.state === 'live') return null;
    const statements = await statementsOf(session);
    if (statements === null) return null;
    const { identity, target } = row;
    return { session, identity, target, file: recordingFile(recordings, row), statements };
  }

  /** Null when the session was purged: nothing of it may be found again. */
  async function statementsOf(session: string): Promise<readonly LoggedStatement[] | null> {
    const statements = new Map<string, LoggedStatement>();
    let count = 0;
    for (const event of store.events(session)) {
      count += 1;
      if (count % eventsPerTurn === 0) await nextTurn();
      if (event.type === 'purged') return null;
      const { request } = event;
      if (request === undefined) continue;
      if (event.type === 'submitted') {
        const { sequence, statement } = event.data;
        statements.set(request, { ...blank, request, sequence, time: event.time, text: statement.text });
      }
      const known = statements.get(request);
      if (known !== undefined) statements.set(request, { ...known, ...toldBy(event) });
    }
    return [...statements.values()];
  }

  async function search({ query, targets, limit: most, cursor }: SearchQuestion): Promise<SearchResult> {
    const reading = readQuery(query);
    if ('sentence' in reading) return { kind: 'invalid', sentence: reading.sentence };
    if (cursor !== null && !/^[0-9a-z]{1,11}$/.test(cursor)) return invalidCursor;
    const below = cursor === null ? null : Number.parseInt(cursor, 36);
    if (below !== null && !Number.isSafeInteger(below)) return invalidCursor;
    await begun;
    try {
      const { hits, last } = await searcher.call({ query: reading.query, targets, limit: most, below }, limit);
      return { kind: 'hits', hits, cursor: last === null ? null : last.toString(36) };
    } catch (error) {
      if (error instanceof CallTimeout) {
        const seconds = limit / 1000;
        return {
          kind: 'invalid',
          sentence: `The search took more than ${seconds} s and was stopped: name a rarer word, a target:, or dates with after: and before:`,
        };
      }
      log.error({ why: sentenceOf(error) }, 'a search failed');
      return {
        kind: 'invalid',
        sentence:
          'The search index cannot be read. Delete search.sqlite in the state folder and start the broker again: it is made anew',
      };
    }
  }

  const index: SearchIndex = {
    search,
    add(session) {
      if (closed) return;
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
      await working;
    },
  };
  working = work();
  return index;
}

const whyNot = (error: unknown) => (error instanceof CallTimeout ? 'it took too long' : sentenceOf(error));

/** Events that are read before the loop gets its turn. */
const eventsPerTurn = 200;

const blank = { decision: null, verdict: null, rules: [], from: null, to: null } as const;

const invalidCursor: SearchResult = {
  kind: 'invalid',
  sentence: 'The place to go on from is not one that a search gave: search again from the start',
};

type StoredEvent = ReturnType<StoreReader['events']> extends Iterable<infer Event> ? Event : never;

/** What an event adds to what is known of its statement. */
function toldBy(event: StoredEvent): Partial<LoggedStatement> {
  switch (event.type) {
    case 'decided': {
      const { decision, rules } = event.data;
      const verdict = decision === 'deny' ? 'denied' : decision === 'allow' ? 'allowed' : null;
      return { decision, rules, verdict };
    }
    case 'started':
      return { from: event.data.offset };
    case 'finished':
      return { to: event.data.offset };
    case 'approved':
    case 'denied':
    case 'expired':
    case 'cancelled':
    case 'superseded':
    case 'interrupted':
      return { verdict: event.type };
    default:
      return {};
  }
}
