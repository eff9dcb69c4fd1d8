// The system's Chromium, headless and quiet.
import { type Browser, chromium } from 'playwright-core';

const flags = [
  '--headless',
  // The container is the sandbox.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-precise-memory-info',
];

/** @param program its path */
export function launchChromium(program: string): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: flags });
}

/** What the player's terminal shows, row by row. */
export const terminalRows = '.ap-term-text .ap-line';
