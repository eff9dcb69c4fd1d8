// One session's reading of bash: analyses a statement in the state the shell is in, and carries that state on.
import { parse } from 'unbash';
import type { Analysis, Effect } from '../effect.ts';
import type { Place, Reading } from '../language.ts';
import { refuseHidden } from './hygiene.ts';
import { State } from './state.ts';
import { type Lookup, type Obeyed, type Scope, Walker } from './walker.ts';
import { type Written, writtenBy } from './written.ts';

/** Where every statement of a session begins. */
export const top: Omit<Scope, 'source'> = {
  at: null,
  nested: false,
  driver: true,
  posix: false,
  loop: null,
  body: null,
  last: true,
  programsOnly: false,
  calls: [],
  opened: new Set(),
  stdin: 'terminal',
};

export function createReading(place: Place, lookup: Lookup, obeyed: Obeyed): Reading {
  const state = new State(null, { cwds: [place.cwd], home: place.home });
  state.set('HOME', place.home);
  state.set('USER', place.user);
  state.set('LOGNAME', place.user);
  const written: Written[] = [];
  let tainted = false;
  let cwd = place.cwd;

  /** Null when nothing of it may run. */
  function walk(statement: string, layer: State): Walker | Analysis {
    const refusal = refuseHidden(statement);
    if (refusal) return { effects: [], refusal };
    const walker = new Walker(lookup, obeyed, written);
    const span = [0, statement.length] as const;
    if (endsInBackslash(statement)) {
      return { effects: [], refusal: { reason: 'the statement ends in a backslash', hint: 'finish the line', span } };
    }
    try {
      walker.script(parse(statement), layer, { ...top, source: statement });
    } catch (error) {
      // Deeper than the stack reaches, in the parser or here: nothing of it is known.
      if (!(error instanceof RangeError)) throw error;
      walker.refuse('too many levels inside each other', 'write it flatter', span);
    }
    if (tainted)
      walker.opaque('shell-state: something ran before that this session cannot follow (ostiary reset)', span);
    return walker;
  }

  return {
    get cwd() {
      return cwd;
    },
    get tainted() {
      return tainted;
    },
    analyse(statement) {
      const walked = walk(statement, state.fork());
      const { effects, refusal } = walked;
      return { effects: walked instanceof Walker && walked.repeats ? withoutRepeats(effects) : effects, refusal };
    },
    settle(statement, outcome) {
      const layer = state.fork();
      const walked = walk(statement, layer);
      if (walked instanceof Walker) {
        tainted ||= walked.taints;
        for (const effect of walked.effects) {
          if (effect.kind === 'write') written.push(writtenBy(effect.path ?? '/', effect));
        }
      }
      if (outcome.status === 0) state.commit(layer);
      else state.forget(layer);
      state.dead = false;
      state.outcome = null;
      cwd = outcome.cwd.startsWith('/') ? outcome.cwd : cwd;
      state.cwds = outcome.cwd.startsWith('/') ? [outcome.cwd] : null;
    },
  };
}

/** A backslash at the very end that is no escaped one: bash would wait for another line. */
function endsInBackslash(statement: string): boolean {
  const [slashes = ''] = /(?<!\\)\\*$/.exec(statement) ?? [];
  return slashes.length % 2 === 1;
}

/** Loops and functions are walked more than once; each effect is told once. */
function withoutRepeats(effects: readonly Effect[]): readonly Effect[] {
  const seen = new Map<string, number>();
  const kept: Effect[] = [];
  const places = new Map<number, number>();
  for (const [index, effect] of effects.entries()) {
    const of = effect.of === null ? null : (places.get(effect.of) ?? null);
    const told: Effect = { ...effect, of };
    const key = JSON.stringify(told);
    const before = seen.get(key);
    places.set(index, before ?? kept.length);
    if (before !== undefined) continue;
    seen.set(key, kept.length);
    kept.push(told);
  }
  return kept;
}
