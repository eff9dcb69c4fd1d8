// Search over statements and what they printed.
import type { Hono } from 'hono';
import type { z } from 'zod';
import { type hits, searchQuery } from '../../api.ts';
import { RequestFailure } from '../failures.ts';
import { checkStillIn, type RouteParts, readQuery, type WebEnv } from '../web-env.ts';

const most = 100;

export function routeSearch(app: Hono<WebEnv>, { search, access }: RouteParts): void {
  app.get('/api/v1/search', async (call) => {
    const { q: query, limit, cursor = null } = readQuery(call, searchQuery);
    const viewer = call.get('viewer');
    // What goes on is the same search.
    if (cursor === null) await access.searched(viewer, query);
    const { targets } = viewer;
    const result = await search.search({ query, targets, limit: Math.min(limit, most), cursor });
    checkStillIn(call);
    if (result.kind === 'invalid') throw new RequestFailure('QUERY_INVALID', result.sentence);
    const answer: z.infer<typeof hits> = {
      hits: result.hits.map((hit) => ({ ...hit, snippet: [...hit.snippet] })),
      cursor: result.cursor,
    };
    return call.json(answer);
  });
}
