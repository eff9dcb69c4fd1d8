// What is locked; operators lock and unlock agents, targets, everything.
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import type { LockBody, locks as locksAnswer } from '../../api.ts';
import { failureText, post } from '../api/call.ts';
import { useChanges } from '../api/changes.ts';
import { readOnlyReason, useViewer } from '../api/viewer.ts';
import { SafeText } from '../parts/safe-text.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { timeText } from '../parts/words.ts';

type Lock = z.infer<typeof locksAnswer>['locks'][number];

export function Locks() {
  const viewer = useViewer();
  const { answer, again } = useLoaded<z.infer<typeof locksAnswer>>('/locks');
  useChanges('locks', again);
  const [said, setSaid] = useState('');
  const mayLock = readOnlyReason(viewer) === null;
  const held = answer?.locks ?? [];
  if (!mayLock && held.length === 0) return null;

  async function tell(path: string, body: LockBody) {
    const called = await post(path, body, viewer.secret);
    setSaid(called.kind === 'failed' ? failureText(called.failure) : '');
    again();
  }
  return (
    <section className="locks">
      <h2>Locks</h2>
      <ul>
        {held.map((lock) => (
          <li key={`${lock.scope} ${lock.name}`}>
            <span>
              <strong>
                <ScopeText lock={lock} />
              </strong>{' '}
              <span className="dim">
                by <SafeText text={lock.by} /> since {timeText(lock.since)}
              </span>
              {lock.note === null ? null : (
                <>
                  {': '}
                  <SafeText text={lock.note} />
                </>
              )}
            </span>
            {mayLock ? (
              <button
                type="button"
                onClick={() => void tell('/locks/remove', { scope: lock.scope, name: lock.name, note: null })}
              >
                Unlock
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayLock ? <LockForm onLock={(body) => void tell('/locks', body)} /> : null}
      <p role="status" className="bad">
        {said}
      </p>
    </section>
  );
}

function ScopeText({ lock: { scope, name } }: { readonly lock: Lock }) {
  return name === null ? (
    scope
  ) : (
    <>
      {scope} <SafeText text={name} />
    </>
  );
}

function LockForm({ onLock }: { readonly onLock: (body: LockBody) => void }) {
  const [scope, setScope] = useState<LockBody['scope']>('agent');
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? '').trim() || null;
    onLock({ scope, name: scope === 'everything' ? null : text('name'), note: text('note') });
    event.currentTarget.reset();
    setScope('agent');
  }
  return (
    <details>
      <summary>Lock …</summary>
      <form onSubmit={submit}>
        <label>
          What
          <select value={scope} onChange={({ target }) => setScope(target.value as LockBody['scope'])}>
            <option value="agent">an agent</option>
            <option value="target">a target</option>
            <option value="everything">everything</option>
          </select>
        </label>
        {scope === 'everything' ? null : (
          <label>
            Name
            <input name="name" required maxLength={64} autoComplete="off" spellCheck={false} />
          </label>
        )}
        <label>
          Note
          <input name="note" maxLength={1000} autoComplete="off" />
        </label>
        <button type="submit" className="danger">
          Lock
        </button>
      </form>
    </details>
  );
}
