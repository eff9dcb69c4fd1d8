// The page: who looks, the bar on top, and the view its address names.
import { useCallback, useEffect, useState } from 'react';
import type { CallFailure } from './api/call.ts';
import { signedOut } from './api/call.ts';
import { openChanges } from './api/changes.ts';
import { loadViewer, type Viewer, ViewerContext } from './api/viewer.ts';
import { Bar } from './bar.tsx';
import { HelpDialog } from './help.tsx';
import { usePageKeys } from './parts/keys.ts';
import { EmptyNote, FailureNote } from './parts/notes.tsx';
import { RequestsPage } from './requests/requests-page.tsx';
import { useRoute } from './router.tsx';
import type { Route } from './routing.ts';
import { SearchPage } from './search/search-page.tsx';
import { SessionPage } from './session/session-page.tsx';
import { SessionsPage } from './sessions/sessions-page.tsx';
import { SignedOutPage } from './signed-out.tsx';

type Sight = { readonly kind: 'out' } | { readonly kind: 'failed'; readonly failure: CallFailure } | Viewer;

export function App() {
  const [sight, setSight] = useState<Sight | null>(null);
  useEffect(() => {
    const leave = () => setSight({ kind: 'out' });
    signedOut.addEventListener('out', leave);
    void loadViewer().then((viewer) => {
      if (!('code' in viewer)) setSight(viewer);
      else if (viewer.status !== 401) setSight({ kind: 'failed', failure: viewer });
    });
    return () => signedOut.removeEventListener('out', leave);
  }, []);
  if (sight === null) return <main className="alone" aria-busy="true" />;
  if (sight.kind === 'out') return <SignedOutPage />;
  if (sight.kind === 'failed') {
    return (
      <main className="alone">
        <FailureNote failure={sight.failure} />
      </main>
    );
  }
  return (
    <ViewerContext value={sight}>
      <SignedIn />
    </ViewerContext>
  );
}

function SignedIn() {
  const route = useRoute();
  const [help, setHelp] = useState(false);
  useEffect(openChanges, []);
  useEffect(() => {
    document.title = titleOf(route);
  }, [route]);
  usePageKeys({ '?': () => setHelp(true) });
  const closeHelp = useCallback(() => setHelp(false), []);
  return (
    <>
      <button type="button" className="skip" onClick={() => document.getElementById('content')?.focus()}>
        Skip to the content
      </button>
      <Bar route={route} onHelp={() => setHelp(true)} />
      <main id="content" tabIndex={-1} className={`page-${route.page}`}>
        <View route={route} />
      </main>
      {help ? <HelpDialog onClose={closeHelp} /> : null}
    </>
  );
}

function View({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'sessions':
      return <SessionsPage filter={route.filter} />;
    case 'session':
      return <SessionPage key={route.id} id={route.id} wanted={route.statement} />;
    case 'search':
      return <SearchPage query={route.query} />;
    case 'requests':
      return <RequestsPage />;
    case 'unknown':
      return <EmptyNote>There is nothing at this address.</EmptyNote>;
  }
}

function titleOf(route: Route): string {
  const names = { sessions: 'Sessions', search: 'Search', requests: 'Requests', unknown: 'Not here' };
  return `${route.page === 'session' ? route.id : names[route.page]} – Ostiary`;
}
