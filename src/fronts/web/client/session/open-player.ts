// The terminal player with the names that matter here. Segmented recordings and some of its events are missing in its
// own types; this is the one file that knows.
import { create, type Options, type Source } from 'asciinema-player';
import type { Markers } from './clock.ts';

export interface Screen {
  readonly markers: Markers;
  /** Seconds on the player's clock; null while live. */
  readonly duration: number | null;
  time(): number;
  /** Draws the screen of that moment; goes on playing only if it did. @param seconds */
  seek(seconds: number): void;
  readonly playing: boolean;
  play(): void;
  pause(): void;
}

export type ScreenSource =
  | { readonly form: 'whole'; readonly url: string; readonly idle: number | null }
  | { readonly form: 'segmented'; readonly url: string }
  | { readonly form: 'live'; readonly url: string };

export interface ScreenEvents {
  opened(screen: Screen): void;
  failed(): void;
  /** Live only: the session is over. */
  ended(): void;
}

type Listen = (name: string, handler: (data: never) => void) => void;

/** Returns the way to put it away. */
export function openPlayer(box: HTMLElement, source: ScreenSource, speed: number, events: ScreenEvents): () => void {
  const live = source.form === 'live';
  const player = create(playerSource(source), box, playerOptions(source, speed));
  // Not a method call: the player binds its handlers itself.
  const listen = player.addEventListener as unknown as Listen;
  let playing = live;
  let over = false;

  const open = (markers: Markers, duration: number | null) =>
    events.opened({
      markers,
      duration,
      time: () => player.getCurrentTime(),
      seek(seconds) {
        // The big button would hide the screen that was sought.
        box.dataset.sought = '';
        void player.seek(seconds).catch(() => undefined);
      },
      get playing() {
        return playing;
      },
      play: () => void player.play().catch(() => undefined),
      pause: () => void player.pause().catch(() => undefined),
    });

  listen('playing', () => {
    playing = true;
  });
  listen('pause', () => {
    playing = false;
  });
  listen('ended', () => {
    playing = false;
    if (live && !over) events.ended();
  });
  listen('error', () => {
    if (!over) events.failed();
  });
  let known: { duration: number; markers?: Markers } | null = null;
  listen('metadata', (metadata: { duration: number; markers?: Markers }) => {
    known = metadata;
  });
  listen('ready', () => {
    if (!over) open(known?.markers ?? [], live ? null : (known?.duration ?? 0));
  });
  return () => {
    over = true;
    delete box.dataset.sought;
    player.dispose();
  };
}

function playerSource(source: ScreenSource): Source {
  if (source.form === 'whole') return { url: source.url };
  const undocumented =
    source.form === 'segmented'
      ? { driver: 'recording', format: 'segmented', url: source.url }
      : { driver: 'websocket', url: source.url, bufferTime: 0 };
  return undocumented as unknown as Source;
}

function playerOptions(source: ScreenSource, speed: number): Options {
  return {
    fit: 'both',
    controls: true,
    theme: 'asciinema',
    cursorMode: 'steady',
    terminalFontFamily: 'ui-monospace, "Cascadia Code", "DejaVu Sans Mono", Menlo, Consolas, monospace',
    ...(source.form === 'live' ? { autoPlay: true } : { preload: true, speed }),
    // Segments come with their pauses shortened already, and refuse this.
    ...(source.form === 'whole' && source.idle !== null ? { idleTimeLimit: source.idle } : {}),
  };
}
