// The page's player without its page: asciinema-player's core, which loads, seeks and follows; what it would draw is
// drawn by an emulator here.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEmulator, type ScreenSize } from '../../src/terminal/emulator.ts';
import { pictureOf, write } from './picture.ts';

interface Core {
  addEventListener(name: string, handler: (event: never) => void): void;
  terminalReady(): void;
  init(): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  seek(where: number | string | { readonly marker: number }): Promise<boolean>;
  stop(): Promise<void>;
  getCurrentTime(): number;
  getDuration(): number;
}

interface Reset {
  readonly size: ScreenSize;
  readonly init?: string;
}

/** Its file has another name in each version. */
async function loadCore(): Promise<new (source: object, options: object) => Core> {
  const folder = dirname(createRequire(import.meta.url).resolve('asciinema-player'));
  const name = readdirSync(folder).find((file) => /^core-.*\.js$/.test(file));
  return (await import(join(folder, name ?? ''))).C;
}

export async function openPlayer(source: object, size: ScreenSize) {
  const said: string[] = [];
  const logger = { debug() {}, info() {}, warn: note, error: note };
  const core = new (await loadCore())(source, { logger, ...size, speed: 1 });
  let emulator = createEmulator(size);
  const markers: string[] = [];
  let ended = false;

  function note(...words: readonly unknown[]) {
    said.push(words.map(String).join(' '));
  }
  core.addEventListener('error', (event) => note('error', JSON.stringify(event)));
  core.addEventListener('reset', ({ size: now, init }: Reset) => {
    emulator.close();
    emulator = createEmulator(now);
    emulator.write(init ?? '');
  });
  core.addEventListener('output', (text: string | readonly string[]) => emulator.write([text].flat().join('')));
  core.addEventListener('resize', (now: ScreenSize) => emulator.resize(now));
  core.addEventListener('marker', ({ label }: { readonly label: string }) => void markers.push(label));
  core.addEventListener('ended', () => {
    ended = true;
  });
  core.terminalReady();
  await core.init();
  onTestFinished(() => core.stop());
  return {
    core,
    said,
    markers,
    get ended() {
      return ended;
    },
    async picture() {
      await write(emulator, '');
      // Without styles: a screen that differs is easier to read so.
      return pictureOf(emulator.terminal).map((row) => row.replace(/\{[^}]*\}/g, ''));
    },
  };
}
