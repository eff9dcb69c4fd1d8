// The operational log: JSON lines on stderr, readable on a terminal, level by OSTIARY_LOG. Never a secret, never raw
// output of a target: what is said here is the broker's own words and identifiers.
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

/** @param mask every line passes it: a message of the system may repeat what somebody typed */
export function createLog(level = process.env.OSTIARY_LOG ?? 'info', mask = (line: string) => line): Log {
  const known = level in pino.levels.values || level === 'silent' ? level : 'info';
  const hooks = { streamWrite: mask };
  const options = { level: known, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks };
  const stderr = pino.destination({ fd: 2, sync: true });
  return process.stderr.isTTY
    ? pino(options, pretty({ destination: 2, sync: true, colorize: true, translateTime: 'SYS:HH:MM:ss' }))
    : pino(options, stderr);
}
