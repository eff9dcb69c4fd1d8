// The bar on top: where one is, the search box, who is signed in and at which level the broker holds.
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { requests } from '../api.ts';
import { post } from './api/call.ts';
import { useChanges } from './api/changes.ts';
import { useViewer } from './api/viewer.ts';
import { usePageKeys } from './parts/keys.ts';
import { SafeText } from './parts/safe-text.tsx';
import { useLoaded } from './parts/use-loaded.ts';
import { goTo, Link } from './router.tsx';
import type { Route } from './routing.ts';

interface BarProps {
  readonly route: Route;
  readonly onHelp: () => void;
}

export function Bar({ route, onHelp }: BarProps) {
  const viewer = useViewer();
  return (
    <header className="bar">
      <nav aria-label="Pages">
        <Link to={{ page: 'sessions', filter: {} }} className="brand">
          Ostiary
        </Link>
        <Link to={{ page: 'sessions', filter: {} }} current={route.page === 'sessions' || route.page === 'session'}>
          Sessions
        </Link>
        <Link to={{ page: 'requests' }} current={route.page === 'requests'}>
          Requests <Waiting />
        </Link>
        <Link to={{ page: 'search', query: '' }} current={route.page === 'search'}>
          Search
        </Link>
      </nav>
      <SearchBox query={route.page === 'search' ? route.query : ''} />
      <div className="who">
        <span className="level" title="The highest level this broker gives">
          {viewer.level}
        </span>
        <span>
          <SafeText text={viewer.name} most={40} /> <span className="dim">{viewer.kind}</span>
        </span>
        <button type="button" className="quiet" onClick={onHelp} title="Keys (?)" aria-label="Help: keys of this page">
          ?
        </button>
        <button type="button" className="quiet" onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </header>
  );
}

function Waiting() {
  const { answer, again } = useLoaded<z.infer<typeof requests>>('/requests');
  useChanges('requests', again);
  const count = answer?.requests.length ?? 0;
  if (count === 0) return null;
  return (
    <span className="badge">
      {count}
      <span className="unseen"> waiting</span>
    </span>
  );
}

function SearchBox({ query }: { readonly query: string }) {
  const field = useRef<HTMLInputElement>(null);
  usePageKeys({
    '/': () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  useEffect(() => {
    if (field.current !== null) field.current.value = query;
  }, [query]);
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // From here on the keys of the page hold: j and k go through the hits.
          field.current?.blur();
          goTo({ page: 'search', query: field.current?.value.trim() ?? '' });
        }}
      >
        <input
          ref={field}
          type="search"
          name="q"
          maxLength={1000}
          autoComplete="off"
          spellCheck={false}
          placeholder="Search statements and output ( / )"
          aria-label="Search statements and output"
        />
      </form>
    </search>
  );
}

async function signOut() {
  await post('/sign-out', {});
  location.replace('/');
}
