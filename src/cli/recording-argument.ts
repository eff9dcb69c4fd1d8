// How the verbs on one recording find it: by session or by path. The composition root knows where sessions lie.

/** @throws OstiaryError when there is no such session or file. `options` are those of the command and its parents. */
export type ResolveRecording = (sessionOrPath: string, options: Readonly<Record<string, unknown>>) => Promise<string>;

export const recordingArgument = '<recording>';
export const recordingHelp = 'a session (ses_…) or the path of a cast';
