// Finds the cast of a session through the configuration and the store; a path stands for itself.
import { loadConfig } from '../config/load.ts';
import { faults } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { recordingFile } from '../core/recording-file.ts';
import { configPath } from './config-path.ts';
import { withStore } from './open-store.ts';
import type { ResolveRecording } from './recording-argument.ts';

/** @throws OstiaryError SESSION_UNKNOWN, and those of the configuration and the store. */
export const resolveRecording: ResolveRecording = async (sessionOrPath, options) =>
  isId('ses', sessionOrPath) ? fileOfSession(sessionOrPath, options.config as string | undefined) : sessionOrPath;

function fileOfSession(id: string, option: string | undefined): string {
  const config = loadConfig(configPath(option));
  const row = withStore(config, (store) => store.session(id));
  if (row === null) throw faults.sessionUnknown(id);
  const file = recordingFile(config.recordings.dir, row);
  if (file === null) throw faults.recordingMissing(row.recording);
  return file;
}
