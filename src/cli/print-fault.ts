// How a verb ends that could not do its work: one clear message with its code, the remedy, an exit status.
import { OstiaryError } from '../core/errors.ts';

/** Prints on stderr; returns the exit status. */
export function printFault(error: unknown): number {
  if (!(error instanceof OstiaryError)) {
    console.error('ostiary: internal error, please report it:');
    console.error(error);
    return 70;
  }
  const lines = error.message.split('\n');
  // Findings stand alone on their lines, so that editors can follow `file:line:column:`.
  if (lines.length > 1) console.error(lines.join('\n'));
  console.error(`ostiary: ${lines.length > 1 ? `${lines.length} findings` : lines[0]} (${error.code})`);
  if (error.remedy !== '') console.error(error.remedy);
  return error.exit;
}
