// The verbs `session play` and `session export` alone, for tests: recordings are named by path only.
import { Command } from 'commander';
import { registerSessionExport } from '../../src/cli/session-export.ts';
import { registerSessionPlay } from '../../src/cli/session-play.ts';
import { OstiaryError, sentenceOf } from '../../src/core/errors.ts';

const session = new Command('session');
registerSessionPlay(session, async (path) => path);
registerSessionExport(session, async (path) => path);
try {
  await session.parseAsync();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = error instanceof OstiaryError ? error.exit : 1;
}
