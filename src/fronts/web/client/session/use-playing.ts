// Which statement the player is at: its clock is looked at a few times a second, for it tells nobody.
import { useEffect, useState } from 'react';
import type { SessionClock } from './clock.ts';
import type { Screen } from './open-player.ts';

/** ms */
const look = 150;

export function usePlaying(screen: Screen | null, clock: SessionClock, wanted: number | null): number | null {
  const [playing, setPlaying] = useState<number | null>(null);
  useEffect(() => {
    if (screen === null) return setPlaying(null);
    const timer = setInterval(() => setPlaying(clock.playing(screen.time(), wanted)), look);
    return () => clearInterval(timer);
  }, [screen, clock, wanted]);
  return playing;
}
