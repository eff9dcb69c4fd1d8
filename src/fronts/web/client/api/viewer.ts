// Who looks at the page, and the secret that lets them do more than look. It lives in this module's memory only: a
// reload loses it, and nothing that can read cookies ever sees it.
import { createContext, useContext } from 'react';
import type { z } from 'zod';
import type { Me, secret } from '../../api.ts';
import { type CallFailure, get, post } from './call.ts';

export interface Viewer extends Me {
  readonly secret: string | null;
}

export const ViewerContext = createContext<Viewer | null>(null);

/** Only inside the signed-in page. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error('nobody is signed in');
  return viewer;
}

/** Why this viewer may not decide, as a sentence; null when they may. */
export function readOnlyReason({ kind, secret }: Viewer): string | null {
  if (kind !== 'operator') return 'Auditors look; operators decide.';
  return secret === null ? 'This page only reads: sign in again with a new link to decide.' : null;
}

export async function loadViewer(): Promise<Viewer | CallFailure> {
  const me = await get<Me>('/me');
  if (me.kind === 'failed') return me.failure;
  const granted = me.answer.kind === 'operator' ? await post<z.infer<typeof secret>>('/secret', {}) : null;
  return { ...me.answer, secret: granted?.kind === 'answer' ? granted.answer.secret : null };
}
