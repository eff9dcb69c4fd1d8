// A session that was read: its head, the strip of the whole, player and statement, the list.
import { useState } from 'react';
import type { z } from 'zod';
import type { Session, Statement, sessionDetail } from '../../api.ts';
import { usePageKeys } from '../parts/keys.ts';
import { EmptyNote, FailureNote } from '../parts/notes.tsx';
import { goTo } from '../router.tsx';
import { MissingRecording } from './missing-recording.tsx';
import { Player } from './player.tsx';
import { SessionHead } from './session-head.tsx';
import { NoStatement, StatementDetail } from './statement-detail.tsx';
import { StatementList } from './statement-list.tsx';
import { Strip } from './strip.tsx';
import { usePlace } from './use-place.ts';
import { sourceOf, useRecording } from './use-recording.ts';

interface OpenedSessionProps {
  readonly session: z.infer<typeof sessionDetail>;
  readonly statements: readonly Statement[];
  /** All statements are read. */
  readonly complete: boolean;
  /** The statement of the address. */
  readonly wanted: number | null;
  /** What was live is over. */
  readonly onOver: () => void;
}

/** Seconds that are left of a longer pause. */
const keptPause = 2;

export function OpenedSession({ session, statements, complete, wanted, onOver }: OpenedSessionProps) {
  const [speed, setSpeed] = useState(1);
  const [idle, setIdle] = useState<number | null>(keptPause);
  const [failed, setFailed] = useState(false);
  const recording = useRecording(session.id, session.state, idle);
  const form = recording.answer?.form ?? null;
  const source = recording.answer === null ? null : sourceOf(session.id, recording.answer, idle);
  const length = lengthOf(session, statements);
  const place = usePlace({ statements, complete, wanted, length, live: form === 'live' });
  const { screen, current } = place;
  const shown = statements.find(({ sequence }) => sequence === current) ?? null;

  const step = (by: number) => () => {
    const at = statements.findIndex(({ sequence }) => sequence === current);
    const next = statements[at === -1 ? 0 : at + by];
    if (next !== undefined) goTo({ page: 'session', id: session.id, statement: next.sequence }, 'replace');
  };
  usePageKeys({
    '[': step(-1),
    ']': step(1),
    p: () => (screen?.playing === true ? screen.pause() : screen?.play()),
  });
  const anew = (change: () => void) => {
    place.keep();
    change();
  };

  return (
    <div className="session">
      <SessionHead
        session={session}
        speed={speed}
        onSpeed={(next) => anew(() => setSpeed(next))}
        skips={idle !== null}
        onSkips={(skips) => anew(() => setIdle(skips ? keptPause : null))}
      />
      <Strip
        statements={statements}
        opened={Date.parse(session.opened)}
        length={length}
        place={place.now}
        onPick={place.seek}
      />
      <div className="stage">
        {recording.failure === null ? null : <FailureNote failure={recording.failure} />}
        {failed ? <EmptyNote>The recording could not be played. Reload the page to try again.</EmptyNote> : null}
        {source === null ? (
          <MissingRecording form={form} />
        ) : (
          <Player
            source={source}
            speed={source.form === 'live' ? 1 : speed}
            onScreen={place.setScreen}
            onFailed={() => setFailed(true)}
            onEnded={onOver}
          />
        )}
      </div>
      <div className="told">
        <StatementList session={session.id} statements={statements} current={current} onPick={place.pick} />
        {shown === null ? <NoStatement /> : <StatementDetail statement={shown} />}
      </div>
    </div>
  );
}

/** Seconds from open to close, or till now; of an interrupted session till the last that is known. */
function lengthOf({ opened, closed, state }: Session, statements: readonly Statement[]): number {
  const { submitted = opened, finished = null } = statements.at(-1) ?? {};
  const known = Date.parse(closed ?? finished ?? submitted);
  return Math.max(0.001, ((state === 'live' ? Date.now() : known) - Date.parse(opened)) / 1000);
}
