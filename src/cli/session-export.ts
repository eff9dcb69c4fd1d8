// `ostiary session export`: a recording as a file for other players.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { faults, isSystemError } from '../core/errors.ts';
import { type ExportFormat, exportCast, exportFormats } from '../replay/export-cast.ts';
import { type ResolveRecording, recordingArgument, recordingHelp } from './recording-argument.ts';

const fileErrors = ['EEXIST', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC'];

interface Flags {
  readonly format: ExportFormat;
  readonly output?: string;
}

export function registerSessionExport(session: Command, resolveRecording: ResolveRecording): void {
  session
    .command('export')
    .description('write a recording for other players')
    .argument(recordingArgument, recordingHelp)
    .addOption(new Option('--format <format>', 'of the file').choices(exportFormats).default('asciicast-v3'))
    .option('-o, --output <file>', 'a new file instead of stdout')
    .action(async (recording: string, flags: Flags, command: Command) => {
      const pieces = exportCast(await resolveRecording(recording, command.optsWithGlobals()), flags.format);
      // A recording is evidence: it never replaces a file, and only its owner may read it.
      const output =
        flags.output === undefined ? process.stdout : createWriteStream(flags.output, { flags: 'wx', mode: 0o600 });
      try {
        await pipeline(Readable.from(pieces), output, { end: flags.output !== undefined });
      } catch (error) {
        if (flags.output === undefined && isSystemError(error, 'EPIPE')) return;
        if (flags.output !== undefined && isSystemError(error, ...fileErrors))
          throw faults.exportFailed(flags.output, error);
        throw error;
      }
    });
}
