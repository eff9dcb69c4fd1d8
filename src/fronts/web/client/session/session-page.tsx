// One session: the player beside the list of its statements, the strip of the whole, one statement in full.
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Session, Statement, sessionDetail } from '../../api.ts';
import { useChanges } from '../api/changes.ts';
import { usePageKeys } from '../parts/keys.ts';
import { EmptyNote, FailureNote } from '../parts/notes.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { goTo } from '../router.tsx';
import { createClock } from './clock.ts';
import type { Screen } from './open-player.ts';
import { Player } from './player.tsx';
import { SessionHead } from './session-head.tsx';
import { NoStatement, StatementDetail } from './statement-detail.tsx';
import { StatementList } from './statement-list.tsx';
import { Strip } from './strip.tsx';
import { usePlaying } from './use-playing.ts';
import { sourceOf, useRecording } from './use-recording.ts';
import { useStatements } from './use-statements.ts';

/** Seconds that are left of a longer pause. */
const keptPause = 2;

export function SessionPage({ id, wanted }: { readonly id: string; readonly wanted: number | null }) {
  const detail = useLoaded<z.infer<typeof sessionDetail>>(`/sessions/${id}`);
  const { refresh, ...list } = useStatements(id);
  const session = detail.answer;
  const { again } = detail;
  const look = useCallback(() => {
    again();
    refresh();
  }, [again, refresh]);
  useChanges('sessions', look);
  useLookWhile(session?.state === 'live', look);
  if (session === null) return detail.failure === null ? null : <FailureNote failure={detail.failure} />;
  return (
    <>
      {list.failure === null ? null : <FailureNote failure={list.failure} />}
      <Opened session={session} statements={list.statements} wanted={wanted} complete={list.complete} onOver={look} />
    </>
  );
}

/** ms: hints may be lost, and a running statement gets longer. */
const slowLook = 3000;

function useLookWhile(on: boolean, look: () => void): void {
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(look, slowLook);
    return () => clearInterval(timer);
  }, [on, look]);
}

interface OpenedProps {
  readonly session: z.infer<typeof sessionDetail>;
  readonly statements: readonly Statement[];
  readonly wanted: number | null;
  /** All statements are read. */
  readonly complete: boolean;
  readonly onOver: () => void;
}

function Opened({ session, statements, wanted, complete, onOver }: OpenedProps) {
  const [speed, setSpeed] = useState(1);
  const [idle, setIdle] = useState<number | null>(keptPause);
  const [screen, setScreen] = useState<Screen | null>(null);
  const [failed, setFailed] = useState(false);
  const recording = useRecording(session.id, session.state, idle);
  const length = lengthOf(session, statements);
  const clock = useMemo(
    () => createClock(statements, screen?.markers ?? [], length, screen?.duration ?? length),
    [statements, screen, length],
  );
  const played = screen !== null && screen.duration !== null ? screen : null;

  /** Where to go on when the player is made anew, seconds of the recording. */
  const resume = useRef<{ readonly at: number; readonly playing: boolean } | null>(null);
  function keepPlace() {
    if (screen !== null) resume.current = { at: clock.toRecorded(screen.time()), playing: screen.playing };
  }
  const goOn = useEffectEvent((opened: Screen) => {
    if (resume.current !== null) {
      opened.seek(clock.toPlayer(resume.current.at));
      if (resume.current.playing) opened.play();
    } else pick(wanted);
    resume.current = null;
  });
  const ready = played !== null && (complete || (wanted !== null && clock.at(wanted) !== null));
  useEffect(() => {
    if (ready && played !== null) goOn(played);
  }, [ready, played]);

  function pick(sequence: number | null) {
    const place = sequence === null ? null : clock.at(sequence);
    if (place !== null) played?.seek(place);
  }
  const pickWanted = useEffectEvent(pick);
  useEffect(() => pickWanted(wanted), [wanted]);

  const playing = usePlaying(played, clock, wanted);
  const current = playing ?? wanted ?? (session.state === 'live' ? (statements.at(-1)?.sequence ?? null) : null);
  const shown = statements.find(({ sequence }) => sequence === current) ?? null;
  const place = useMemo(() => (played === null ? null : () => clock.toRecorded(played.time())), [played, clock]);
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

  const live = recording.answer?.form === 'live';
  useEffect(() => {
    // Whoever looked on stays at the end when it turns into the recording.
    if (live) resume.current = { at: Number.MAX_SAFE_INTEGER, playing: false };
  }, [live]);

  const source = recording.answer === null ? null : sourceOf(session.id, recording.answer, idle);
  return (
    <div className="session">
      <SessionHead
        session={session}
        speed={speed}
        onSpeed={(next) => {
          keepPlace();
          setSpeed(next);
        }}
        skips={idle !== null}
        onSkips={(skips) => {
          keepPlace();
          setIdle(skips ? keptPause : null);
        }}
      />
      <Strip
        statements={statements}
        opened={Date.parse(session.opened)}
        length={length}
        place={place}
        onPick={(seconds) => played?.seek(clock.toPlayer(seconds))}
      />
      <div className="stage">
        {recording.failure === null ? null : <FailureNote failure={recording.failure} />}
        {failed ? <EmptyNote>The recording could not be played. Reload the page to try again.</EmptyNote> : null}
        {source === null ? (
          <Missing form={recording.answer?.form ?? null} recorded={session.recorded} />
        ) : (
          <Player
            source={source}
            speed={source.form === 'live' ? 1 : speed}
            onScreen={setScreen}
            onFailed={() => setFailed(true)}
            onEnded={onOver}
          />
        )}
        {shown === null ? <NoStatement /> : <StatementDetail statement={shown} />}
      </div>
      <StatementList session={session.id} statements={statements} current={current} onPick={pick} />
    </div>
  );
}

function Missing({ form, recorded }: { readonly form: string | null; readonly recorded: boolean }) {
  if (form === null) return <div className="screen" aria-busy="true" />;
  if (form === 'preparing')
    return <EmptyNote>This recording is long: it is being cut into pieces. A moment …</EmptyNote>;
  return (
    <EmptyNote>
      {recorded
        ? 'The recording is not on this broker’s disk any more.'
        : 'The recording is gone: its retention is over and it was deleted.'}{' '}
      The statements and what was decided about them are still here.
    </EmptyNote>
  );
}

/** Seconds from open to close, or till now; of an interrupted session till the last that is known. */
function lengthOf({ opened, closed, state }: Session, statements: readonly Statement[]): number {
  const { submitted = opened, finished = null } = statements.at(-1) ?? {};
  const known = Date.parse(closed ?? finished ?? submitted);
  return Math.max(0.001, ((state === 'live' ? Date.now() : known) - Date.parse(opened)) / 1000);
}
