// All sessions: filters that live in the address, a table of any length.
import { useCallback } from 'react';
import { useChanges } from '../api/changes.ts';
import { EmptyNote, FailureNote } from '../parts/notes.tsx';
import { isFiltered, type SessionFilter } from '../routing.ts';
import { Filters } from './filters.tsx';
import { SessionTable } from './session-table.tsx';
import { useSessions } from './use-sessions.ts';

export function SessionsPage({ filter }: { readonly filter: SessionFilter }) {
  const { sessions, failure, complete, more, refresh } = useSessions(filter);
  useChanges('sessions', refresh);
  const nearEnd = useCallback(() => void more(), [more]);
  return (
    <>
      <h1 className="unseen">Sessions</h1>
      <Filters filter={filter} />
      {failure === null ? null : <FailureNote failure={failure} />}
      {sessions.length === 0 && complete ? (
        <EmptyNote>
          {isFiltered(filter)
            ? 'No session fits this filter.'
            : 'No session yet: it begins with an agent’s ssh to a target.'}
        </EmptyNote>
      ) : (
        <SessionTable sessions={sessions} filter={filter} complete={complete} onNearEnd={nearEnd} />
      )}
    </>
  );
}
