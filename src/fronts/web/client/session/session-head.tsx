// The line above a session: who, where, when, and what can be done with the recording.
import type { z } from 'zod';
import type { sessionDetail } from '../../api.ts';
import { castUrl } from '../api/call.ts';
import { SafeText } from '../parts/safe-text.tsx';
import { countText, timeText } from '../parts/words.ts';
import { CheckButton } from './check-button.tsx';
import { KillButton } from './kill-button.tsx';

const speeds = [0.5, 1, 2, 4, 8] as const;

interface SessionHeadProps {
  readonly session: z.infer<typeof sessionDetail>;
  readonly speed: number;
  readonly onSpeed: (speed: number) => void;
  readonly skips: boolean;
  readonly onSkips: (skips: boolean) => void;
}

export function SessionHead({ session, speed, onSpeed, skips, onSkips }: SessionHeadProps) {
  const { id, identity, owner, target, opened, mode, level, state, statements, denied, status } = session;
  const live = state === 'live';
  return (
    <header className="session-head">
      <div className="names">
        <h1>
          <SafeText text={identity} most={64} /> → <SafeText text={target} most={64} />{' '}
          <span className={`state ${state}`}>{state}</span>
        </h1>
        <p className="dim">
          {timeText(opened)} UTC · of <SafeText text={owner} most={64} /> · {mode} · {level} ·{' '}
          {countText(statements, 'statement')}, {denied} denied{status === null ? '' : ` · exit ${status}`} ·{' '}
          <span className="code" title={id}>
            {id}
          </span>
        </p>
      </div>
      <div className="tools">
        {live ? (
          <KillButton session={id} />
        ) : (
          <>
            <label>
              Speed{' '}
              <select value={speed} onChange={({ target }) => onSpeed(Number(target.value))}>
                {speeds.map((one) => (
                  <option key={one} value={one}>
                    {one}×
                  </option>
                ))}
              </select>
            </label>
            <label>
              <input type="checkbox" checked={skips} onChange={({ target }) => onSkips(target.checked)} /> Shorten
              pauses
            </label>
            {session.recorded ? (
              <a className="button" href={castUrl(id)} download={`${id}.cast`}>
                Download
              </a>
            ) : null}
          </>
        )}
        <CheckButton session={id} />
      </div>
    </header>
  );
}
