// The addresses of the page: what each shows, and how it is written.
import type { SessionsQuery } from '../api.ts';

export type SessionFilter = Pick<
  SessionsQuery,
  'identity' | 'owner' | 'target' | 'state' | 'had' | 'after' | 'before' | 'sort' | 'order'
>;

/** Whether it leaves sessions out; an order does not. */
export function isFiltered(filter: SessionFilter): boolean {
  return Object.keys(filter).some((name) => name !== 'sort' && name !== 'order');
}

export type Route =
  | { readonly page: 'sessions'; readonly filter: SessionFilter }
  | { readonly page: 'session'; readonly id: string; readonly statement: number | null }
  | { readonly page: 'search'; readonly query: string }
  | { readonly page: 'requests' }
  | { readonly page: 'unknown' };

interface Address {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

const filterNames = ['identity', 'owner', 'target', 'state', 'had', 'after', 'before', 'sort', 'order'] as const;
const choices: Readonly<Record<string, readonly string[]>> = {
  state: ['live', 'closed', 'interrupted'],
  had: ['denied', 'asked', 'masked'],
  sort: ['opened', 'duration', 'statements', 'denied', 'asked', 'masks', 'identity', 'target'],
  order: ['desc', 'asc'],
};

export function readRoute({ pathname, search, hash }: Address): Route {
  const query = new URLSearchParams(search);
  if (pathname === '/') return { page: 'sessions', filter: readFilter(query) };
  if (pathname === '/search') return { page: 'search', query: query.get('q') ?? '' };
  if (pathname === '/requests') return { page: 'requests' };
  const id = /^\/sessions\/(ses_[\w-]{1,64})$/.exec(pathname)?.[1];
  if (id === undefined) return { page: 'unknown' };
  const statement = /^#stmt-(\d{1,9})$/.exec(hash)?.[1];
  return { page: 'session', id, statement: statement === undefined ? null : Number(statement) };
}

function readFilter(query: URLSearchParams): SessionFilter {
  const read = filterNames.flatMap((name) => {
    const value = query.get(name);
    if (value === null || value === '' || choices[name]?.includes(value) === false) return [];
    return [[name, value]];
  });
  return Object.fromEntries(read) as SessionFilter;
}

export function writeRoute(route: Exclude<Route, { page: 'unknown' }>): string {
  switch (route.page) {
    case 'sessions': {
      const { filter } = route;
      const kept = filterNames.flatMap((name): [string, string][] => (filter[name] ? [[name, filter[name]]] : []));
      return kept.length === 0 ? '/' : `/?${new URLSearchParams(kept)}`;
    }
    case 'session':
      return `/sessions/${route.id}${route.statement === null ? '' : `#stmt-${route.statement}`}`;
    case 'search':
      return route.query === '' ? '/search' : `/search?${new URLSearchParams({ q: route.query })}`;
    case 'requests':
      return '/requests';
  }
}
