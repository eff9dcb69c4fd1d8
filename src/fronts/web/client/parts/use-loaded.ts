// Something read from the API, again whenever its address changes or somebody asks for it.
import { useCallback, useEffect, useState } from 'react';
import { type CallFailure, get } from '../api/call.ts';

export interface Loaded<Answer> {
  /** The last answer to this question; null until there is one. */
  readonly answer: Answer | null;
  readonly failure: CallFailure | null;
  again(): void;
}

export function useLoaded<Answer>(path: string, query: object = {}): Loaded<Answer> {
  const question = `${path} ${JSON.stringify(query)}`;
  const [state, setState] = useState<{ question: string; answer: Answer | null; failure: CallFailure | null } | null>(
    null,
  );
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question is path and query; a turn asks it again
  useEffect(() => {
    const abort = new AbortController();
    get<Answer>(path, query, abort.signal)
      .then((called) => {
        const answered = called.kind === 'answer';
        setState((before) => ({
          question,
          answer: answered ? called.answer : before?.question === question ? before.answer : null,
          failure: answered ? null : called.failure,
        }));
      })
      .catch(() => undefined);
    return () => abort.abort();
  }, [question, turn]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  const mine = state?.question === question ? state : null;
  return { answer: mine?.answer ?? null, failure: mine?.failure ?? null, again };
}
