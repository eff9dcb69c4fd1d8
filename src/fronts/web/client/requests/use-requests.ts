// What waits for a person, read again at every hint, with the moments its times run out on this machine's clock.
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { Request, requests as requestsAnswer } from '../../api.ts';
import type { CallFailure } from '../api/call.ts';
import { useChanges } from '../api/changes.ts';
import { useLoaded } from '../parts/use-loaded.ts';

export interface WaitingRequest extends Request {
  /** ms of `performance.now()` */
  readonly deadline: number;
}

interface Waiting {
  /** Null until they were read. */
  readonly cards: readonly WaitingRequest[] | null;
  readonly failure: CallFailure | null;
  again(): void;
}

/** ms: should a hint be lost. */
const slowLook = 5000;

export function useRequests(): Waiting {
  const { answer, failure, again } = useLoaded<z.infer<typeof requestsAnswer>>('/requests');
  useChanges('requests', again);
  useEffect(() => {
    const timer = setInterval(again, slowLook);
    return () => clearInterval(timer);
  }, [again]);
  const [seen, setSeen] = useState<{ answer: typeof answer; cards: readonly WaitingRequest[] } | null>(null);
  if (answer !== null && seen?.answer !== answer) {
    const now = performance.now();
    setSeen({ answer, cards: answer.requests.map((card) => ({ ...card, deadline: now + card.left * 1000 })) });
  }
  return { cards: answer === null ? null : (seen?.cards ?? []), failure, again };
}
