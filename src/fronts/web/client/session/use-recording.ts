// How a session is played: asked again while the index of a big recording is being made.
import { useEffect } from 'react';
import type { Replay } from '../../api.ts';
import { socketUrl } from '../api/call.ts';
import { type Loaded, useLoaded } from '../parts/use-loaded.ts';
import type { ScreenSource } from './open-player.ts';

/** ms */
const lookAgain = 700;

/** @param state of the session: a new one is a new question @param idle longest pause that is kept, seconds */
export function useRecording(session: string, state: string, idle: number | null): Loaded<Replay> {
  const loaded = useLoaded<Replay>(`/sessions/${session}/replay`, { idle });
  const { answer, again } = loaded;
  useEffect(() => {
    // What was live is asked for anew when it is over.
    if (answer?.form !== 'preparing' && (answer?.form === 'live') === (state === 'live')) return;
    const timer = setTimeout(again, lookAgain);
    return () => clearTimeout(timer);
  }, [answer, again, state]);
  return loaded;
}

export function sourceOf(session: string, { form, url }: Replay, idle: number | null): ScreenSource | null {
  if (form === 'live') return { form, url: socketUrl(`/sessions/${session}/live`) };
  if (url === null) return null;
  if (form === 'whole') return { form, url, idle };
  return form === 'segmented' ? { form, url: new URL(url, location.origin).href } : null;
}
