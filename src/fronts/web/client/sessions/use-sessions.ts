// Sessions page by page, by cursor; a hint of a change reads the first page again and keeps the rest.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Session, sessions as sessionsAnswer } from '../../api.ts';
import { type CallFailure, get } from '../api/call.ts';
import type { SessionFilter } from '../routing.ts';
import { mergeFirst } from './merge.ts';

interface Listing {
  readonly question: string;
  readonly sessions: readonly Session[];
  /** Of the next page; null when all is here. */
  readonly cursor: string | null;
  readonly failure: CallFailure | null;
}

const pageSize = 100;

export function useSessions(filter: SessionFilter) {
  const question = JSON.stringify(filter);
  const [listing, setListing] = useState<Listing | null>(null);
  const reading = useRef<string | null>(null);

  const ask = useCallback(
    (cursor: string | null, signal?: AbortSignal) =>
      get<z.infer<typeof sessionsAnswer>>(
        '/sessions',
        { ...(JSON.parse(question) as SessionFilter), cursor, limit: pageSize },
        signal,
      ),
    [question],
  );

  const first = useCallback(
    async (signal?: AbortSignal) => {
      const called = await ask(null, signal);
      setListing((before) => {
        const mine = before?.question === question ? before : null;
        if (called.kind === 'failed') {
          return { question, sessions: mine?.sessions ?? [], cursor: mine?.cursor ?? null, failure: called.failure };
        }
        const { sessions, cursor } = called.answer;
        if (mine === null || mine.sessions.length <= sessions.length) {
          return { question, sessions, cursor, failure: null };
        }
        return { ...mine, sessions: mergeFirst(sessions, mine.sessions), failure: null };
      });
    },
    [ask, question],
  );

  useEffect(() => {
    const abort = new AbortController();
    first(abort.signal).catch(() => undefined);
    return () => abort.abort();
  }, [first]);

  const mine = listing?.question === question ? listing : null;
  const cursor = mine?.cursor ?? null;
  const more = useCallback(async () => {
    if (cursor === null || reading.current === cursor) return;
    reading.current = cursor;
    const called = await ask(cursor);
    reading.current = null;
    setListing((before) => {
      if (before?.question !== question || before.cursor !== cursor) return before;
      if (called.kind === 'failed') return { ...before, failure: called.failure };
      const known = new Set(before.sessions.map(({ id }) => id));
      const fresh = called.answer.sessions.filter(({ id }) => !known.has(id));
      return { ...before, sessions: [...before.sessions, ...fresh], cursor: called.answer.cursor };
    });
  }, [ask, cursor, question]);

  return {
    sessions: mine?.sessions ?? [],
    failure: mine?.failure ?? null,
    complete: mine !== null && cursor === null,
    more,
    refresh: useCallback(() => void first(), [first]),
  };
}
