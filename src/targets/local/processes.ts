// Reads /proc: one process, or all that belong to a session.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sessionMarker } from './environment.ts';

/** The fields of /proc/PID/stat (proc(5)) that tell who belongs together. */
export interface Process {
  readonly pid: number;
  /** R running, S sleeping, T stopped, Z zombie … */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** Foreground process group of its terminal; -1 without one. */
  readonly foreground: number;
  /** Start in clock ticks since boot: with the pid it names a process for ever. */
  readonly started: string;
}

export function readProcess(pid: number): Process | null {
  const text = readOrNull(`/proc/${pid}/stat`)?.toString('latin1');
  if (text === undefined) return null;
  // The name stands in parentheses and may itself hold blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent, group, session, , foreground] = fields;
  return {
    pid,
    state,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    foreground: Number(foreground),
    started: fields[19] ?? '',
  };
}

/**
 * Signals exactly this process, or nothing when its pid means another one by now. @returns whether it was signalled.
 */
export function signalProcess(target: Process, signal: NodeJS.Signals): boolean {
  const now = readProcess(target.pid);
  if (now === null || now.started !== target.started) return false;
  try {
    return process.kill(target.pid, signal);
  } catch {
    return false;
  }
}

export interface Membership {
  /** Id of the session, the value of the marker. */
  readonly session: string;
  /** Only processes of this user are ever members. */
  readonly uid: number;
  /** The session's first process: what descends from it or is in its process session belongs too. Null for none. */
  readonly leader: Process | null;
}

/** The living processes of a session. Yields to the event loop while it looks. */
export async function findMembers({ session, uid, leader }: Membership): Promise<Process[]> {
  const marker = Buffer.from(`${sessionMarker}=${session}\0`);
  const members = new Map<number, Process>();
  const others: Process[] = [];
  // Once the leader is gone and its pid names another process, neither that process nor its children are ours.
  const now = leader === null ? null : readProcess(leader.pid);
  const first = leader !== null && (now === null || now.started === leader.started) ? leader.pid : null;
  let seen = 0;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    seen += 1;
    if (seen % 50 === 0) await nextTurn();
    if (!belongsTo(pid, uid)) continue;
    const found = readProcess(pid);
    if (found === null || found.state === 'Z' || found.state === 'X') continue;
    const marked = holds(readOrNull(`/proc/${pid}/environ`), marker);
    if (marked || (first !== null && (pid === first || found.session === first))) members.set(pid, found);
    else others.push(found);
  }
  for (let grown = true; grown; ) {
    grown = false;
    for (const found of others) {
      if (members.has(found.pid) || !members.has(found.parent)) continue;
      members.set(found.pid, found);
      grown = true;
    }
  }
  return [...members.values()];
}

/** True when the process runs under that real uid. */
function belongsTo(pid: number, uid: number): boolean {
  try {
    const owner = statSync(`/proc/${pid}`).uid;
    if (owner === uid) return true;
    // A process that is not dumpable (ssh-agent) shows root as its owner; its status tells the truth.
    if (owner !== 0) return false;
  } catch {
    return false;
  }
  return readOrNull(`/proc/${pid}/status`)?.toString('latin1').includes(`\nUid:\t${uid}\t`) ?? false;
}

function holds(environment: Buffer | null, marker: Buffer): boolean {
  if (environment === null) return false;
  const at = environment.indexOf(marker);
  return at === 0 || (at > 0 && environment[at - 1] === 0);
}

function readOrNull(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
