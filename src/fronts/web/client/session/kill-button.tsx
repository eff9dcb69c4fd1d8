// Ends a running session; asked once more before it does.
import { useState } from 'react';
import { failureText, post } from '../api/call.ts';
import { readOnlyReason, useViewer } from '../api/viewer.ts';
import { PageDialog } from '../parts/dialog.tsx';

export function KillButton({ session }: { readonly session: string }) {
  const viewer = useViewer();
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState('');
  if (readOnlyReason(viewer) !== null) return null;
  async function kill() {
    setAsking(false);
    const called = await post(`/sessions/${session}/kill`, {}, viewer.secret);
    setSaid(called.kind === 'failed' ? failureText(called.failure) : '');
  }
  return (
    <>
      <button type="button" className="danger" onClick={() => setAsking(true)}>
        Kill
      </button>
      <span role="status">{said}</span>
      {asking ? (
        <PageDialog title="Kill this session?" onClose={() => setAsking(false)}>
          <p>What runs in it is ended at once; the agent is told an operator did it.</p>
          <button type="button" className="danger" onClick={() => void kill()}>
            Kill it
          </button>
        </PageDialog>
      ) : null}
    </>
  );
}
