// All statements of a session: read page by page to the end, then again from the last page on when asked to.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Statement, statements as statementsAnswer } from '../../api.ts';
import { type CallFailure, get } from '../api/call.ts';

const pageSize = 200;

export interface Statements {
  /** In their order. */
  readonly statements: readonly Statement[];
  readonly failure: CallFailure | null;
  readonly complete: boolean;
  /** Reads what came since, and what was not over. */
  refresh(): void;
}

export function useStatements(session: string): Statements {
  const [bySequence, setBySequence] = useState<ReadonlyMap<number, Statement>>(new Map());
  const [failure, setFailure] = useState<CallFailure | null>(null);
  const [complete, setComplete] = useState(false);
  /** Of the last page: everything before it is over. */
  const last = useRef<string | null>(null);
  const reading = useRef<Promise<void> | null>(null);
  const again = useRef(false);

  const read = useCallback(
    async (signal?: AbortSignal) => {
      for (let cursor = last.current; ; ) {
        const query = { cursor, limit: pageSize };
        const called = await get<z.infer<typeof statementsAnswer>>(`/sessions/${session}/statements`, query, signal);
        if (called.kind === 'failed') {
          setFailure(called.failure);
          return;
        }
        const page = called.answer;
        setFailure(null);
        setBySequence((before) => merge(before, page.statements));
        if (page.statements.length > 0) last.current = cursor;
        if (page.cursor === null) break;
        cursor = page.cursor;
      }
      setComplete(true);
    },
    [session],
  );

  const refresh = useCallback(() => {
    again.current = true;
    reading.current ??= (async () => {
      while (again.current) {
        again.current = false;
        await read();
      }
    })().finally(() => {
      reading.current = null;
    });
  }, [read]);
  useEffect(refresh, [refresh]);

  return { statements: sorted(bySequence), failure, complete, refresh };
}

function merge(before: ReadonlyMap<number, Statement>, page: readonly Statement[]): ReadonlyMap<number, Statement> {
  const next = new Map(before);
  for (const statement of page) next.set(statement.sequence, statement);
  return next;
}

const known = new WeakMap<ReadonlyMap<number, Statement>, readonly Statement[]>();

function sorted(bySequence: ReadonlyMap<number, Statement>): readonly Statement[] {
  const there = known.get(bySequence);
  if (there !== undefined) return there;
  const list = [...bySequence.values()].toSorted((one, other) => one.sequence - other.sequence);
  known.set(bySequence, list);
  return list;
}
