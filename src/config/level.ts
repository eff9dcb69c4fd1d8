// What is promised of a target's sessions, in the words of DESIGN's levels, and what weakens it.
import type { Level } from '../targets/target.ts';
import type { Config, TargetConfig } from './config.ts';

/** What the broker does with every statement. */
export function levelOf({ policy }: Pick<Config, 'policy'>): Level {
  return policy === null ? 'recorded' : 'line-checked';
}

/** `recorded`, `line-checked (shared user)` … */
export function printLevel(config: Pick<Config, 'policy'>, { sharedUser }: Pick<TargetConfig, 'sharedUser'>): string {
  return sharedUser ? `${levelOf(config)} (shared user)` : levelOf(config);
}

/** A warning with its remedy for each target whose programs could read the broker's keys; one line each. */
export function sharedUserNotes({ targets }: Config): readonly string[] {
  return targets
    .filter(({ sharedUser }) => sharedUser)
    .map(
      ({ name, account }) =>
        `(shared user) target ${name} runs as ${account.name}, who can read the broker's keys and change its records. ` +
        `Remedy: start the broker as root and give the target a \`user:\` of its own.`,
    );
}
