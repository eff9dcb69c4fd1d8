// Checks a session: its events against the log's leaves, their order, their tokens, the tables, and the recording byte
// by byte as far as the log vouches for it.
import { stat } from 'node:fs/promises';
import { faults, isSystemError } from '../core/errors.ts';
import { recordingFile } from '../core/recording-file.ts';
import type { StoreReader } from '../store/store.ts';
import type { Auditor, SessionCheck } from './audit.ts';
import { checkOrder } from './session/check-order.ts';
import { checkRecording } from './session/check-recording.ts';
import { checkTables } from './session/check-tables.ts';
import { checkTokens } from './session/check-tokens.ts';
import { createFindings, type Findings } from './session/findings.ts';
import { readEvents } from './session/read-events.ts';
import { readRecording } from './session/read-recording.ts';
import { eventsOf, type Story, tellStory } from './session/story.ts';

export interface AuditorParts {
  readonly store: StoreReader;
  /** The recordings folder. */
  readonly recordings: string;
}

export function createAuditor({ store, recordings }: AuditorParts): Auditor {
  return {
    async checkSession(session): Promise<SessionCheck> {
      const row = store.session(session);
      if (row === null) throw faults.sessionUnknown(session);
      const findings = createFindings();
      const story = tellStory(readEvents(store.log.entries(0, store.log.size(), session), findings));
      const ground = readEvents(store.log.ground(), findings);
      const rules = eventsOf(ground, 'granted-rule').map(({ data, seq }) => [data.by, seq] as const);
      checkOrder(story, rules, findings);
      checkTokens(story, eventsOf(ground, 'published-key'), findings);
      if (story.end !== null) {
        checkTables(story, row, store.statementPage(session, -1, Number.MAX_SAFE_INTEGER), findings);
      }
      const recording = story.opened?.data.recording ?? row.recording;
      const bytes = await checkFile(story, recordingFile(recordings, { id: session, recording }), findings);
      return {
        session,
        sound: findings.list.every(({ breaks }) => !breaks),
        findings: findings.list,
        checked: { events: story.events.length, statements: story.requests.length, bytes },
      };
    },
  };
}

/** Bytes of the recording that the log vouches for. */
async function checkFile(story: Story, file: string | null, findings: Findings): Promise<number> {
  const { purged } = story;
  if (purged !== null) {
    const left = file !== null && (await exists(file)) ? '; its deletion is not finished' : '';
    findings.note('purged', `the recording was deleted at ${purged.time}, past its retention${left}`);
    return 0;
  }
  if (file === null) {
    findings.breaks('recording-missing', 'what stands as its recording is no name of one');
    return 0;
  }
  const attested = story.attested.toSorted((left, right) => left.offset - right.offset);
  try {
    const found = await readRecording(
      file,
      attested.map(({ offset }) => offset),
    );
    return checkRecording(story, attested, found, findings);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT', 'EACCES', 'EISDIR', 'EIO')) throw error;
    findings.breaks('recording-missing', `the recording cannot be read (${error.code})`);
    return 0;
  }
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}
