// Where the page is, and links that go elsewhere in it without loading it anew (its memory holds the secret).
import { type MouseEvent, type ReactNode, useSyncExternalStore } from 'react';
import { type Route, readRoute, writeRoute } from './routing.ts';

type Place = Exclude<Route, { page: 'unknown' }>;

const moved = new EventTarget();

export function goTo(place: Place, how: 'push' | 'replace' = 'push'): void {
  const address = writeRoute(place);
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  moved.dispatchEvent(new Event('moved'));
}

function subscribe(listener: () => void): () => void {
  moved.addEventListener('moved', listener);
  window.addEventListener('popstate', listener);
  window.addEventListener('hashchange', listener);
  return () => {
    moved.removeEventListener('moved', listener);
    window.removeEventListener('popstate', listener);
    window.removeEventListener('hashchange', listener);
  };
}

let last: { readonly href: string; readonly route: Route } | null = null;

function current(): Route {
  if (last?.href !== location.href) last = { href: location.href, route: readRoute(location) };
  return last.route;
}

export const useRoute = () => useSyncExternalStore(subscribe, current);

interface LinkProps {
  readonly to: Place;
  readonly children: ReactNode;
  readonly className?: string;
  readonly current?: boolean;
  readonly row?: number;
  /** Takes the place of the address that is shown: going back leaves the view. */
  readonly replace?: boolean;
}

export function Link({ to, children, className, current: isCurrent = false, row, replace = false }: LinkProps) {
  function follow(event: MouseEvent) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to, replace ? 'replace' : 'push');
  }
  return (
    <a
      href={writeRoute(to)}
      className={className}
      aria-current={isCurrent ? 'page' : undefined}
      data-row={row}
      onClick={follow}
    >
      {children}
    </a>
  );
}
