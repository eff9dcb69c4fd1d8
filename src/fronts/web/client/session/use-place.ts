// Where the player is in the session: at the statement the address names, and there again when the player is made anew.
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { Statement } from '../../api.ts';
import { createClock } from './clock.ts';
import type { Screen } from './open-player.ts';
import { usePlaying } from './use-playing.ts';

interface PlaceParts {
  readonly statements: readonly Statement[];
  /** All of them are read. */
  readonly complete: boolean;
  /** The statement of the address. */
  readonly wanted: number | null;
  /** Seconds of the recording. */
  readonly length: number;
  readonly live: boolean;
}

interface Resume {
  /** Seconds of the recording. */
  readonly at: number;
  readonly playing: boolean;
}

const end: Resume = { at: Number.MAX_SAFE_INTEGER, playing: false };

export function usePlace({ statements, complete, wanted, length, live }: PlaceParts) {
  const [screen, setScreen] = useState<Screen | null>(null);
  const played = screen !== null && screen.duration !== null ? screen : null;
  const clock = useMemo(
    () => createClock(statements, screen?.markers ?? [], length, screen?.duration ?? length),
    [statements, screen, length],
  );

  function pick(sequence: number | null) {
    const moment = sequence === null ? null : clock.at(sequence);
    if (moment !== null) played?.seek(moment);
  }
  const pickWanted = useEffectEvent(pick);
  useEffect(() => pickWanted(wanted), [wanted]);

  const resume = useRef<Resume | null>(null);
  const goOn = useEffectEvent((opened: Screen) => {
    const { current } = resume;
    resume.current = null;
    if (current === null) return pick(wanted);
    opened.seek(clock.toPlayer(current.at));
    if (current.playing) opened.play();
  });
  const ready = played !== null && (complete || (wanted !== null && clock.at(wanted) !== null));
  useEffect(() => {
    if (ready && played !== null) goOn(played);
  }, [ready, played]);
  useEffect(() => {
    // Whoever looked on stays at the end when it turns into the recording.
    if (live) resume.current = end;
  }, [live]);

  const playing = usePlaying(played, clock, wanted);
  // A statement that no marker shows (it was dropped unseen) cannot play, only be chosen.
  const placeless = played !== null && complete && wanted !== null && clock.at(wanted) === null;
  const newest = live ? (statements.at(-1)?.sequence ?? null) : null;
  return {
    screen,
    setScreen,
    pick,
    /** Sequence of the statement that plays or was chosen. */
    current: placeless ? wanted : (playing ?? wanted ?? newest),
    /** The next player goes on from here. */
    keep() {
      if (screen !== null) resume.current = { at: clock.toRecorded(screen.time()), playing: screen.playing };
    },
    /** @param recorded seconds of the recording */
    seek: (recorded: number) => played?.seek(clock.toPlayer(recorded)),
    /** Seconds of the recording; null while nothing can be sought. */
    now: useMemo(() => (played === null ? null : () => clock.toRecorded(played.time())), [played, clock]),
  };
}
