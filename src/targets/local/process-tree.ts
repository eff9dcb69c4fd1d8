// Ends everything a session has started: first asked, then made to.
import { setTimeout as sleep } from 'node:timers/promises';
import { findMembers, type Membership, type Process, signalProcess } from './processes.ts';

// Waits in ms after the request to end, each followed by a look; then SIGKILL until nothing is left.
const grace = [10, 20, 50, 100, 150];
const killRounds = 100;

/** Resolves with the number of processes found when none is left (or 100 rounds of SIGKILL did not help). */
export async function endProcesses(membership: Membership): Promise<number> {
  const known = new Set<string>();
  const look = async () => {
    const members = await findMembers(membership);
    for (const member of members) known.add(`${member.pid} ${member.started}`);
    return members;
  };
  let members = await look();
  ask(members);
  for (const wait of grace) {
    if (members.length === 0) return known.size;
    await sleep(wait);
    members = await look();
  }
  for (let round = 0; members.length > 0 && round < killRounds; round += 1) {
    for (const member of members) signalProcess(member, 'SIGKILL');
    await sleep(Math.min(10 + round, 50));
    members = await look();
  }
  return known.size;
}

function ask(members: readonly Process[]): void {
  for (const signal of ['SIGHUP', 'SIGTERM', 'SIGCONT'] as const) {
    for (const member of members) signalProcess(member, signal);
  }
}
