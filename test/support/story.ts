// The events of a small session, for the store's tests.
import type { AuditEvent } from '../../src/store/store.ts';

const sha256 = 'a'.repeat(64);
const nothing = { bytes: 0, sha256: null };

export function opened(session: string, identity = 'coder'): AuditEvent {
  return {
    type: 'opened',
    session,
    identity,
    target: 'local',
    data: {
      kind: 'agent',
      owner: 'maria',
      proof: { method: 'public-key', fingerprint: 'SHA256:abc' },
      connection: 'con_1',
      address: '127.0.0.1:50514',
      mode: 'interactive',
      level: 'recorded',
      terminal: { type: 'xterm', cols: 80, rows: 24 },
      recording: `2026/11/21/${session}.cast`,
      policy: null,
    },
  };
}

const inSession = (session: string, request: string) => ({ session, request, identity: 'coder', target: 'local' });

export function submitted(session: string, request: string, sequence: number, text = 'ls'): AuditEvent {
  const statement = { text, bytes: text.length, sha256: null };
  return { type: 'submitted', ...inSession(session, request), data: { sequence, mode: 'interactive', statement } };
}

export function decided(session: string, request: string, sequence: number, decision: 'allow' | 'deny'): AuditEvent {
  const data = { sequence, decision, by: 'policy', rules: ['default:run'], say: '', policy: sha256 } as const;
  return { type: 'decided', ...inSession(session, request), data };
}

export function started(session: string, request: string, sequence: number): AuditEvent {
  return {
    type: 'started',
    ...inSession(session, request),
    data: { sequence, cwd: '/', offset: 100 * sequence, sha256 },
  };
}

export function finished(session: string, request: string, sequence: number, status: number): AuditEvent {
  return {
    type: 'finished',
    ...inSession(session, request),
    data: {
      sequence,
      outcome: 'finished',
      status,
      signal: null,
      duration: 1000,
      stdin: nothing,
      stdout: nothing,
      stderr: nothing,
      masks: {},
      cwd: '/',
      offset: 100 * sequence + 50,
      sha256,
    },
  };
}

export function dropped(session: string, request: string): AuditEvent {
  return { type: 'dropped', ...inSession(session, request), data: { statements: 1, bytes: 2, why: 'denied before' } };
}

export function closed(session: string, recorded: number, identity = 'coder'): AuditEvent {
  return {
    type: 'closed',
    session,
    identity,
    target: 'local',
    data: { status: 0, signal: null, reason: 'exit', duration: 5000, offset: recorded, sha256, recorded },
  };
}

export function recovered(session: string): AuditEvent {
  return {
    type: 'recovered',
    session,
    identity: 'coder',
    target: 'local',
    data: { torn: 3, unattested: 10, intact: true, processes: 1, offset: 100, sha256, recorded: 400 },
  };
}

export function refused(reason = 'unknown key'): AuditEvent {
  return { type: 'refused', data: { reason, address: '127.0.0.1:50514' } };
}
