// One session: read, and read again while it is live.
import { useCallback, useEffect } from 'react';
import type { z } from 'zod';
import type { sessionDetail } from '../../api.ts';
import { useChanges } from '../api/changes.ts';
import { FailureNote } from '../parts/notes.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { OpenedSession } from './opened-session.tsx';
import { useStatements } from './use-statements.ts';

/** ms: hints may be lost, and a running statement gets longer. */
const slowLook = 3000;

export function SessionPage({ id, wanted }: { readonly id: string; readonly wanted: number | null }) {
  const { answer: session, failure, again } = useLoaded<z.infer<typeof sessionDetail>>(`/sessions/${id}`);
  const { statements, complete, failure: unread, refresh } = useStatements(id);
  const look = useCallback(() => {
    again();
    refresh();
  }, [again, refresh]);
  useChanges('sessions', look);
  const live = session?.state === 'live';
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(look, slowLook);
    return () => clearInterval(timer);
  }, [live, look]);

  if (session === null) return failure === null ? null : <FailureNote failure={failure} />;
  return (
    <>
      {unread === null ? null : <FailureNote failure={unread} />}
      <OpenedSession session={session} statements={statements} complete={complete} wanted={wanted} onOver={look} />
    </>
  );
}
