// What the broker answers itself: `ostiary whoami`, `explain`, `reset`, `help`. Never part of a larger statement.
import type { Gate } from './gate.ts';
import type { Room } from './room.ts';

export interface Answer {
  readonly name: string;
  readonly text: string;
  readonly status: number;
  /** The shell is to be replaced by a fresh one. */
  readonly reset?: true;
}

const help = `ostiary answers these itself; they run nothing on the target:
  ostiary whoami           who you are here, and by which policy you are judged
  ostiary explain 'line'   what the policy would say of a line, and why
  ostiary reset            a fresh shell: directory, variables, functions and jobs are gone
  ostiary help             this
`;

/** Explanations a session may ask for within a minute. */
const explanations = 30;

export type BuiltIns = (words: readonly string[]) => Answer;

export function createBuiltIns(room: Room, gate: Gate): BuiltIns {
  const asked: number[] = [];
  const usage = (text: string): Answer => ({ name: 'help', text, status: 2 });

  function explain(line: string): Answer {
    const now = room.services.clock.micros();
    while (asked[0] !== undefined && asked[0] < now - 60e6) asked.shift();
    if (asked.push(now) > explanations) {
      return {
        name: 'explain',
        text: `ostiary: more than ${explanations} explanations in a minute; wait a little\n`,
        status: 75,
      };
    }
    const text = gate.explain(line) ?? 'nothing is judged here; every statement is recorded';
    return { name: 'explain', text: `${text.trimEnd()}\n`, status: 0 };
  }

  return ([, verb, ...rest]) => {
    if (verb === undefined || verb === 'help') return { name: 'help', text: help, status: 0 };
    if (verb === 'whoami' && rest.length === 0) return { name: 'whoami', text: whoAmI(room, gate), status: 0 };
    if (verb === 'reset' && rest.length === 0) return { name: 'reset', text: '', status: 0, reset: true };
    if (verb === 'explain') {
      const [line] = rest;
      return line !== undefined && rest.length === 1 ? explain(line) : usage("usage: ostiary explain 'line'\n");
    }
    return usage(help);
  };
}

function whoAmI({ client, target, level, session, services }: Room, gate: Gate): string {
  const { name, kind, owner, roles, groups } = client.identity;
  const lines = [
    `${kind} ${name}, owner ${owner}${roles.length > 0 ? `, roles ${roles.join(' ')}` : ''}${groups.length > 0 ? `, groups ${groups.join(' ')}` : ''}`,
    `key ${client.proof.fingerprint}`,
    `target ${target.name} as ${target.user}, workspace ${target.workspace}`,
    `level ${level}${gate.tainted ? '; tainted: every statement asks until `ostiary reset`' : ''}`,
    `session ${session}, policy ${services.policyDigest?.slice(0, 12) ?? 'none'}`,
  ];
  return `${lines.join('\n')}\n`;
}
