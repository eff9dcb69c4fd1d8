// Search over statements and masked output: newest first, a hit opens the session at the moment.
import { useCallback, useEffect, useState } from 'react';
import type { z } from 'zod';
import type { Hits, searchQuery } from '../../api.ts';
import { type CallFailure, get } from '../api/call.ts';
import { EmptyNote, FailureNote } from '../parts/notes.tsx';
import { SafeText } from '../parts/safe-text.tsx';
import { useRows } from '../parts/use-rows.ts';
import { timeText } from '../parts/words.ts';
import { Link } from '../router.tsx';

type Hit = Hits['hits'][number];

const pageSize = 50;

export function SearchPage({ query }: { readonly query: string }) {
  const { hits, cursor, failure, done, more } = useHits(query);
  return (
    <>
      <h1 className="unseen">Search</h1>
      <p className="hint">
        <code>words</code> <code>"phrases in quotes"</code> <code>agent:</code> <code>target:</code>{' '}
        <code>verdict:allow|ask|deny</code> <code>rule:</code> <code>after:2026-11-01</code> <code>before:</code>
      </p>
      {failure === null ? null : <FailureNote failure={failure} />}
      {query === '' ? (
        <EmptyNote>Search looks through every statement and its output, as they were masked.</EmptyNote>
      ) : null}
      {done && hits.length === 0 && failure === null ? <EmptyNote>Nothing was found.</EmptyNote> : null}
      {hits.length === 0 ? null : <HitList hits={hits} />}
      {cursor === null ? null : (
        <button type="button" className="more" onClick={() => void more()}>
          Older hits
        </button>
      )}
    </>
  );
}

/** Pixels; the style sheet says the same. */
const rowHeight = 78;

function HitList({ hits }: { readonly hits: readonly Hit[] }) {
  const rows = useRows(hits.length, rowHeight);
  return (
    <div className="rows hits" ref={rows.box}>
      <ol style={{ paddingTop: rows.above, paddingBottom: rows.below }}>
        {hits.slice(rows.from, rows.to).map((hit, place) => (
          <HitRow key={`${hit.request} ${hit.found}`} hit={hit} row={rows.from + place} />
        ))}
      </ol>
    </div>
  );
}

function HitRow({ hit, row }: { readonly hit: Hit; readonly row: number }) {
  const { session, sequence, identity, target, time, decision, statement, found, snippet } = hit;
  return (
    <li>
      <Link to={{ page: 'session', id: session, statement: sequence }} row={row} className="hit">
        <span className="where">
          <time dateTime={time}>{timeText(time)}</time> <SafeText text={identity} most={40} /> →{' '}
          <SafeText text={target} most={40} /> <span className="dim">#{sequence}</span>
          {decision === null ? null : <span className={`verdict ${decision}`}>{decision}</span>}
        </span>
        <span className="statement">
          <SafeText text={statement} most={240} />
        </span>
        <span className="snippet">
          <span className="dim">in the {found}: </span>
          {snippet.map(({ text, hit: isHit }, place) =>
            isHit ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no name but its place
              <mark key={place}>
                <SafeText text={text} />
              </mark>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no name but its place
              <SafeText key={place} text={text} />
            ),
          )}
        </span>
      </Link>
    </li>
  );
}

interface Found {
  readonly query: string;
  readonly hits: readonly Hit[];
  readonly cursor: string | null;
  readonly failure: CallFailure | null;
}

function useHits(query: string) {
  const [found, setFound] = useState<Found | null>(null);
  const ask = useCallback(
    (cursor: string | null, signal?: AbortSignal) => {
      const asked: Omit<z.input<typeof searchQuery>, 'cursor'> = { q: query, limit: pageSize };
      return get<Hits>('/search', { ...asked, cursor }, signal);
    },
    [query],
  );
  useEffect(() => {
    if (query === '') return;
    const abort = new AbortController();
    ask(null, abort.signal)
      .then((called) =>
        setFound(
          called.kind === 'answer'
            ? { query, ...called.answer, failure: null }
            : { query, hits: [], cursor: null, failure: called.failure },
        ),
      )
      .catch(() => undefined);
    return () => abort.abort();
  }, [ask, query]);
  const mine = found?.query === query && query !== '' ? found : null;
  async function more() {
    if (mine === null) return;
    const called = await ask(mine.cursor);
    setFound((before) => {
      if (before !== mine) return before;
      if (called.kind === 'failed') return { ...mine, failure: called.failure };
      return { ...mine, hits: [...mine.hits, ...called.answer.hits], cursor: called.answer.cursor };
    });
  }
  return {
    hits: mine?.hits ?? [],
    cursor: mine?.cursor ?? null,
    failure: mine?.failure ?? null,
    done: mine !== null,
    more,
  };
}
