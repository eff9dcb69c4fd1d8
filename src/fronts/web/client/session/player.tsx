// The player in the page. A new source or speed is a new player.
import { useEffect, useEffectEvent, useRef } from 'react';
import { openPlayer, type Screen, type ScreenSource } from './open-player.ts';

interface PlayerProps {
  readonly source: ScreenSource;
  readonly speed: number;
  /** The opened screen; null when it is put away. */
  readonly onScreen: (screen: Screen | null) => void;
  readonly onEnded: () => void;
  readonly onFailed: () => void;
}

export function Player({ source, speed, onScreen, onEnded, onFailed }: PlayerProps) {
  const box = useRef<HTMLDivElement>(null);
  const opened = useEffectEvent(onScreen);
  const ended = useEffectEvent(onEnded);
  const failed = useEffectEvent(onFailed);
  const wanted = JSON.stringify(source);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const close = openPlayer(element, JSON.parse(wanted) as ScreenSource, speed, {
      opened: (screen) => opened(screen),
      ended: () => ended(),
      failed: () => failed(),
    });
    return () => {
      opened(null);
      close();
    };
  }, [wanted, speed]);
  return <section className="screen" ref={box} aria-label="Terminal" />;
}
