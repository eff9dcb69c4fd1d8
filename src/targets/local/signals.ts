// Delivers a signal to what runs in the foreground of a session.
import { constants } from 'node:os';
import { readProcess } from './processes.ts';

/** The signal of an RFC 4254 §6.9 name (without SIG); null when this system has none of that name. */
export function signalNamed(name: string): NodeJS.Signals | null {
  return `SIG${name}` in constants.signals ? (`SIG${name}` as NodeJS.Signals) : null;
}

/** Signals the foreground process group of the terminal that `leader` has. */
export function signalForeground(leader: number, signal: NodeJS.Signals): void {
  const group = readProcess(leader)?.foreground ?? -1;
  if (group > 0) signalGroup(group, signal);
}

/** Signals a whole process group; nothing when it is gone. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It ended by itself.
  }
}
