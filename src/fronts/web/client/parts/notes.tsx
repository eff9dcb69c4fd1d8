// Sentences that stand where something else was expected.
import type { ReactNode } from 'react';
import { type CallFailure, failureText } from '../api/call.ts';

export function FailureNote({ failure }: { readonly failure: CallFailure }) {
  return (
    <p className="note bad" role="alert">
      {failureText(failure)} <span className="code">{failure.code}</span>
    </p>
  );
}

export function EmptyNote({ children }: { readonly children: ReactNode }) {
  return <p className="note">{children}</p>;
}
