// Notices that a running statement's report will never come: the driver was stopped, or waits for the next statement
// although it has not reported this one. A statement that runs, however long, is never touched.
import { statSync } from 'node:fs';
import { readProcess, signalProcess } from './processes.ts';

export interface WatchdogOptions {
  readonly driver: number;
  /** Identity of the statement pipe (its inode): the driver's stdin while it waits for a statement. */
  readonly channel: bigint;
  /** Asks the driver for the report again. Harmless when it comes anyway. */
  readonly remind: () => void;
  readonly giveUp: (reason: string) => void;
}

const period = 200; // ms
const remindAfter = 2; // periods of waiting, and again after as many
const giveUpAfter = 10;

/** Watches until `stop`. */
export function startWatchdog({ driver, channel, remind, giveUp }: WatchdogOptions): { stop(): void } {
  let waiting = 0;
  const look = () => {
    const shell = readProcess(driver);
    if (shell === null) return;
    if (shell.state === 'T') signalProcess(shell, 'SIGCONT');
    // During a statement stdin is the terminal (or /dev/null), and a foreground job has the terminal.
    const idle =
      shell.state === 'S' && (shell.foreground === -1 || shell.foreground === shell.group) && reads(driver, channel);
    waiting = idle ? waiting + 1 : 0;
    if (waiting === giveUpAfter) giveUp('the shell waits for a statement but does not report this one');
    else if (waiting > 0 && waiting % remindAfter === 0) remind();
  };
  const timer = setInterval(look, period);
  return { stop: () => clearInterval(timer) };
}

function reads(pid: number, channel: bigint): boolean {
  try {
    return statSync(`/proc/${pid}/fd/0`, { bigint: true }).ino === channel;
  } catch {
    return false;
  }
}
