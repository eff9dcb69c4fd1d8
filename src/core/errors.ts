// Every fault the broker can name: a code, a sentence that says what and where, and the remedy. Faults are thrown;
// expected outcomes (a denial, an exit status) are values and never pass through here.

export class OstiaryError extends Error {
  override readonly name = 'OstiaryError';
  readonly code: string;
  /** What a person can do about it, as a full sentence; empty when there is nothing to do. */
  readonly remedy: string;
  /** Exit status of a command line that ends with this fault (sysexits-like: 64 usage, 69, 70, 77, 78 config). */
  readonly exit: number;

  constructor(code: string, sentence: string, remedy: string, exit = 70, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
    this.exit = exit;
  }
}

/** The sentence of anything thrown, for logs and people. */
export function sentenceOf(error: unknown): string {
  if (error instanceof OstiaryError) return error.remedy ? `${error.message}. ${error.remedy}` : error.message;
  return error instanceof Error ? error.message : String(error);
}

/** True for a Node system error with this code (`ENOENT`, `EEXIST`, …). */
export function isSystemError(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

export const faults = {
  portTaken: (address: string) =>
    new OstiaryError(
      'PORT_TAKEN',
      `${address} is already in use by another program`,
      'Stop that program, or choose another address at `listen:` in ostiary.yaml.',
    ),
  cannotListen: (address: string, cause: Error) =>
    new OstiaryError('CANNOT_LISTEN', `cannot listen on ${address}: ${cause.message}`, 'Check `listen:`.', 70, cause),
  webTlsUnreadable: (files: string, cause: Error) =>
    new OstiaryError(
      'WEB_TLS_UNREADABLE',
      `the page cannot be served over TLS with ${files}: ${cause.message}`,
      'Check `web.tls` in ostiary.yaml.',
      78,
      cause,
    ),
  notRunning: (folder: string) =>
    new OstiaryError(
      'NOT_RUNNING',
      `no broker runs on the state folder ${folder}`,
      'Start it with `ostiary serve`.',
      69,
    ),
  reloadUnanswered: (pid: number) =>
    new OstiaryError(
      'RELOAD_UNANSWERED',
      `the broker (pid ${pid}) was told to read its files again and has not answered`,
      'Its log on stderr may say why; the policy before it still holds.',
    ),
  stateLocked: (folder: string, pid: string) =>
    new OstiaryError(
      'STATE_LOCKED',
      `the state folder ${folder} is in use by another broker (pid ${pid})`,
      'Stop that broker first, or give this one its own `state:`.',
    ),
  libraryUnpatched: (file: string) =>
    new OstiaryError(
      'LIBRARY_UNPATCHED',
      `the SSH library is not the patched copy (${file} differs)`,
      'Delete node_modules and run `npm start` again: the patches in patches/ are applied there.',
    ),
  hostKeyUnsafe: (file: string, why: string) =>
    new OstiaryError('HOST_KEY_UNSAFE', `the host key ${file} ${why}`, `Remedy: chmod 600 ${file}`, 78),
  hostKeyInvalid: (file: string, why: string) =>
    new OstiaryError(
      'HOST_KEY_INVALID',
      `the host key ${file} cannot be used: ${why}`,
      'Give an unencrypted ed25519 key in OpenSSH format, or delete the file: a new one is made at the next start.',
      78,
    ),
  keyInvalid: (identity: string, line: string, why: string) =>
    new OstiaryError(
      'KEY_INVALID',
      `identity "${identity}": the key "${line.length > 60 ? `${line.slice(0, 60)}…` : line}" ${why}`,
      'Give the one line of a .pub file: ssh-ed25519 AAAA… comment.',
      78,
    ),
  keyShared: (fingerprint: string, first: string, second: string) =>
    new OstiaryError(
      'KEY_SHARED',
      first === second
        ? `identity "${first}" lists the key ${fingerprint} twice`
        : `the identities "${first}" and "${second}" have the same key ${fingerprint}`,
      'A key says who somebody is: let exactly one identity list it, once.',
      78,
    ),
  configMissing: (file: string) =>
    new OstiaryError('CONFIG_MISSING', `there is no config file at ${file}`, 'Run `ostiary init` to make one.', 78),
  configInvalid: (findings: readonly string[]) => new OstiaryError('CONFIG_INVALID', findings.join('\n'), '', 78),
  policyMissing: (file: string) =>
    new OstiaryError(
      'POLICY_MISSING',
      `there is no policy at ${file}`,
      'Name one, or set `policy:` in ostiary.yaml.',
      78,
    ),
  policyInvalid: (findings: readonly string[]) => new OstiaryError('POLICY_INVALID', findings.join('\n'), '', 78),
  configUnsafe: (file: string, why: string) =>
    new OstiaryError('CONFIG_UNSAFE', `${file} ${why}`, `Remedy: chmod go-w, and let its owner be the broker.`, 78),
  actionKeyUnsafe: (file: string, why: string) =>
    new OstiaryError('ACTION_KEY_UNSAFE', `the key of action tokens ${file} ${why}`, `Remedy: chmod 600 ${file}`, 78),
  actionKeyInvalid: (file: string, why: string) =>
    new OstiaryError(
      'ACTION_KEY_INVALID',
      `the key of action tokens ${file} cannot be used: ${why}`,
      'Delete the file: a new key is made at the next start.',
      78,
    ),
  auditKeyUnsafe: (file: string, why: string) =>
    new OstiaryError('AUDIT_KEY_UNSAFE', `the key of checkpoints ${file} ${why}`, `Remedy: chmod 600 ${file}`, 78),
  auditKeyInvalid: (file: string, why: string) =>
    new OstiaryError(
      'AUDIT_KEY_INVALID',
      `the key of checkpoints ${file} cannot be used: ${why}`,
      'Restore it from a backup, or delete it: then a new key is made, and the log goes on under a new name.',
      78,
    ),
  logContradicted: (why: string) =>
    new OstiaryError(
      'LOG_CONTRADICTED',
      `the log is not the one its last checkpoint was signed for: ${why}`,
      'Somebody changed the database, or an old copy was put in its place: keep the state folder as it is, as evidence, and start with a new `state:`.',
    ),
  auditFileUnreadable: (file: string, why: string) =>
    new OstiaryError('AUDIT_FILE_UNREADABLE', `${file}: ${why}`, '', 66),
  checkpointNone: () =>
    new OstiaryError(
      'CHECKPOINT_NONE',
      'the log has no checkpoint yet, so nothing of it can be proven',
      'Start the broker once: it signs one within a second.',
      66,
    ),
  eventTooLarge: (type: string, bytes: number, limit: number) =>
    new OstiaryError('EVENT_TOO_LARGE', `an event \`${type}\` of ${bytes} bytes is over the limit of ${limit}`, ''),
  eventInvalid: (type: string, why: string) =>
    new OstiaryError('EVENT_INVALID', `an event \`${type}\` cannot be stored: ${why}`, ''),
  storeFailed: (file: string, cause: Error) =>
    new OstiaryError(
      'STORE_FAILED',
      `the store ${file} cannot be used: ${cause.message}`,
      'Look at the free space and the permissions of its folder; nothing runs until it can be written again.',
      70,
      cause,
    ),
  storeNewer: (file: string, found: number, known: number) =>
    new OstiaryError(
      'STORE_NEWER',
      `the store ${file} has schema ${found}, written by a newer Ostiary; this one knows schema ${known}`,
      'Run the newer version, or give this one its own `state:`.',
    ),
  storeOlder: (file: string) =>
    new OstiaryError(
      'STORE_OLDER',
      `the store ${file} was written by an older Ostiary`,
      'Start this version of the broker once: it brings the store up to date.',
    ),
  storeAltered: (file: string, migration: number) =>
    new OstiaryError(
      'STORE_ALTERED',
      `the store ${file} was made with another migration ${migration} than this Ostiary has`,
      'Run the version that made it, or restore the store from a backup.',
    ),
  recordingFailed: (file: string, cause: Error) =>
    new OstiaryError(
      'RECORDING_FAILED',
      isSystemError(cause, 'ENOSPC', 'EDQUOT')
        ? `the recording ${file} cannot be written: the disk is full`
        : `the recording ${file} cannot be written: ${cause.message}`,
      'Make room or repair the disk of `recordings.dir`; sessions run only while they can be recorded.',
      70,
      cause,
    ),
  recordingLimit: (bytes: number) =>
    new OstiaryError(
      'RECORDING_LIMIT',
      `the recording has reached its limit of ${bytes} bytes`,
      'Start a new session, or raise the limit of recorded bytes in ostiary.yaml.',
    ),
  castInvalid: (name: string, line: number, why: string) =>
    new OstiaryError('CAST_INVALID', `${name}, line ${line}: ${why}`, 'The file is no whole asciicast v2 or v3.', 65),
  castMissing: (name: string, cause: Error) =>
    new OstiaryError('CAST_MISSING', `the recording ${name} cannot be read: ${cause.message}`, '', 66, cause),
  markerMissing: (wanted: number, count: number) =>
    new OstiaryError('MARKER_MISSING', `there is no marker ${wanted}: the recording has ${count}`, '', 64),
  exportFailed: (file: string, cause: Error) =>
    new OstiaryError('EXPORT_FAILED', `${file} cannot be written: ${cause.message}`, '', 73, cause),
  accountNotMade: (user: string, why: string) =>
    new OstiaryError(
      'ACCOUNT_NOT_MADE',
      `the account ${user}, as which sessions shall run, cannot be made: ${why}`,
      `Make a system account ${user} with a home folder by other means (Debian: apt-get install passwd), then run \`ostiary init\` again.`,
      69,
    ),
  sessionUnknown: (id: string) =>
    new OstiaryError('SESSION_UNKNOWN', `there is no session ${id}`, '`ostiary session list` shows what there is.', 66),
  recordingMissing: (file: string) => new OstiaryError('RECORDING_MISSING', `there is no recording at ${file}`, '', 66),
  targetUnavailable: (target: string, why: string, remedy: string) =>
    new OstiaryError('TARGET_UNAVAILABLE', `the target ${target} is unavailable: ${why}`, remedy, 69),
  statementUndeliverable: (why: string) =>
    new OstiaryError('STATEMENT_UNDELIVERABLE', `the statement cannot be given to a shell: ${why}`, ''),
  executorGone: () => new OstiaryError('EXECUTOR_GONE', 'the shell of this session is gone', 'Open a new session.'),
  executorBusy: () =>
    new OstiaryError('EXECUTOR_BUSY', 'a statement is still running', 'Run the next one when it has ended.'),
} as const;
