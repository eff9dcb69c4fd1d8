// Where the recording of a session lies. The name comes from a database that anybody with the disk may have changed: one
// that no recorder gives leads nowhere, least of all out of the folder.
import { join } from 'node:path';

interface NamedRecording {
  /** Of the session. */
  readonly id: string;
  readonly recording: string;
}

/** As `2026/11/21/ses_….cast`. */
const form = /^\d{4}\/\d\d\/\d\d\/\w+\.cast$/;

/** @param folder of all recordings. Null when what stands as the recording of this session is none */
export function recordingFile(folder: string, { id, recording }: NamedRecording): string | null {
  return form.test(recording) && recording.endsWith(`/${id}.cast`) ? join(folder, recording) : null;
}
