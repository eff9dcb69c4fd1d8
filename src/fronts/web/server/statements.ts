// A statement as the page shows it, with how it ended for the agent.
import type { SessionState, StatementDetail } from '../../../store/store.ts';
import type { Statement } from '../api.ts';

/** @param moment seconds from the start of the recording, or null */
export function toStatement(row: StatementDetail, session: SessionState, moment: number | null): Statement {
  const { request, sequence, text, decision, rules, say, by, note, asked, ended, started, finished, status } = row;
  return {
    request,
    sequence,
    text,
    decision,
    outcome: outcomeOf(row, session),
    rules: [...rules],
    say,
    by,
    note,
    submitted: row.submitted ?? started ?? '',
    waited: asked === null || ended === null ? null : (Date.parse(ended) - Date.parse(asked)) / 1000,
    started,
    finished,
    status,
    printed: row.printed,
    masks: row.masks,
    moment,
  };
}

function outcomeOf({ state, ending }: StatementDetail, session: SessionState): Statement['outcome'] {
  switch (state) {
    case 'finished':
      return 'ran';
    case 'dropped':
      if (ending === 'expired' || ending === 'cancelled') return ending;
      return ending === 'superseded' ? 'denied' : 'dropped';
    case 'submitted':
    case 'decided':
      if (ending === 'pending') return 'pending';
      return session === 'live' ? 'running' : 'unknown';
    default:
      return state;
  }
}
