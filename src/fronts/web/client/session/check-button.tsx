// Asks the broker to hold recording, statements and events against each other, and says what it found.
import { useState } from 'react';
import type { Check } from '../../api.ts';
import { type Called, post } from '../api/call.ts';
import { useViewer } from '../api/viewer.ts';
import { PageDialog } from '../parts/dialog.tsx';
import { FailureNote } from '../parts/notes.tsx';
import { SafeText } from '../parts/safe-text.tsx';
import { countText, sizeText } from '../parts/words.ts';

export function CheckButton({ session }: { readonly session: string }) {
  const { secret } = useViewer();
  const [result, setResult] = useState<Called<Check> | 'busy' | null>(null);
  async function check() {
    setResult('busy');
    setResult(await post<Check>(`/sessions/${session}/check`, {}, secret));
  }
  return (
    <>
      <button type="button" disabled={result === 'busy'} onClick={() => void check()}>
        {result === 'busy' ? 'Checking …' : 'Check'}
      </button>
      {result === null || result === 'busy' ? null : (
        <PageDialog title="Check of this session" onClose={() => setResult(null)}>
          {result.kind === 'failed' ? <FailureNote failure={result.failure} /> : <Findings check={result.answer} />}
        </PageDialog>
      )}
    </>
  );
}

function Findings({ check: { sound, findings, checked } }: { readonly check: Check }) {
  return (
    <>
      <p className={sound ? 'verdict allowed' : 'verdict denied'}>{sound ? 'sound' : 'not sound'}</p>
      <p>
        {countText(checked.events, 'event')}, {countText(checked.statements, 'statement')} and {sizeText(checked.bytes)}{' '}
        of the recording were held against each other.
      </p>
      <ul>
        {findings.map(({ code, sentence, breaks }) => (
          <li key={`${code} ${sentence}`} className={breaks ? 'bad' : ''}>
            <SafeText text={sentence} most={1000} /> <span className="code dim">{code}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
