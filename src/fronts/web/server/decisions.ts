// What a decision came to, as the page is told.
import type { DecisionResult } from '../../../approval/approval.ts';
import type { Decided } from '../api.ts';

/** Null when there is no such request for this viewer. */
export function resultOf(result: DecisionResult, decision: 'approve' | 'deny'): Decided | null {
  switch (result.kind) {
    case 'done': {
      const many = result.requests.length > 1 ? ` (${result.requests.length} requests)` : '';
      return { result: 'done', sentence: `${decision === 'approve' ? 'approved' : 'denied'}${many}` };
    }
    case 'too-late':
      return { result: 'too-late', sentence: `too late: it ended as ${result.outcome} at ${result.at}` };
    case 'already-decided':
      return { result: 'already-decided', sentence: `already ${result.outcome} by ${result.by} at ${result.at}` };
    case 'not-permitted':
      return { result: 'not-permitted', sentence: `not permitted: ${result.why}` };
    case 'note-required':
      return { result: 'note-required', sentence: 'a note is required' };
    case 'too-early':
    case 'changed':
      return { result: 'changed', sentence: 'the card has changed since it was shown: look again' };
    case 'unknown':
      return null;
  }
}
