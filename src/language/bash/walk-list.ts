// Statements one after the other, `&&` and `||`, pipelines, background jobs: which parts surely ran before which.
import type { AndOr, Pipeline, Statement } from 'unbash';
import { joinPlaces, type State } from './state.ts';
import type { Output, Scope, Walker } from './walker.ts';

/** What a command writes that writes nothing. */
export const silent: Output = { lines: [], exact: true };

/** What two commands write one after the other. */
export function writtenBoth(first: Output, second: Output): Output {
  if (first?.exact && first.lines.length === 0) return second;
  return second?.exact && second.lines.length === 0 ? first : null;
}

type Places = readonly string[] | null;

/** The output of the last statement, when it is the only one that writes any. */
export function walkStatements(walker: Walker, statements: readonly Statement[], state: State, around: Scope): Output {
  // Several commands share this input: how much of it is left for which is not followed.
  const shared = around.stdin !== 'terminal' && around.stdin?.exact;
  const scope = shared ? { ...around, stdin: null } : around;
  let output: Output = silent;
  for (const [index, { command, background }] of statements.entries()) {
    if (!walker.step()) return null;
    if (background) {
      const job = { ...scope, driver: false, stdin: scope.stdin === 'terminal' ? null : scope.stdin };
      walkPart(walker, command, state.fork(), job);
      output = null;
    } else {
      const last = scope.last && index === statements.length - 1;
      const inner = last === scope.last ? scope : { ...scope, last };
      output = writtenBoth(output, walkPart(walker, command, state, inner));
    }
  }
  return output;
}

function walkPart(walker: Walker, command: Statement['command'], state: State, scope: Scope): Output {
  state.outcome = null;
  if (command.type === 'AndOr') return walkAndOr(walker, command, state, scope);
  if (command.type === 'Pipeline') return walkPipeline(walker, command, state, scope);
  return walker.node(command, state, scope);
}

/** Each part but the first may run or not; where a `cd` worked decides where the next part runs. */
function walkAndOr(walker: Walker, { commands, operators }: AndOr, state: State, scope: Scope): Output {
  const [first, ...rest] = commands;
  if (first) walkPart(walker, first, state, { ...scope, last: false });
  let { ok, failed } = outcomeOf(state);
  for (const [index, command] of rest.entries()) {
    const isAnd = operators[index] === '&&';
    const run = state.fork();
    run.cwds = isAnd ? ok : failed;
    const skip = state.fork();
    skip.cwds = isAnd ? failed : ok;
    walkPart(walker, command, run, scope);
    const after = outcomeOf(run);
    ok = isAnd ? after.ok : run.dead ? ok : joinPlaces(ok, after.ok);
    failed = isAnd ? (run.dead ? failed : joinPlaces(failed, after.failed)) : after.failed;
    state.merge([run, skip]);
  }
  state.outcome = { ok, failed };
  return null;
}

export function outcomeOf(state: State): { readonly ok: Places; readonly failed: Places } {
  return state.outcome ?? { ok: state.cwds, failed: state.cwds };
}

/** Every part of a pipeline of several is a subshell that reads what the part before it writes. */
function walkPipeline(walker: Walker, { commands, prefixes, operators }: Pipeline, state: State, scope: Scope): Output {
  if (operators.includes('|&') || prefixes.some(({ type }) => type === 'Time'))
    refusePosix(walker, scope, scope.at ?? [0, 0], '|& or time');
  const [only] = commands;
  if (!only) walker.refuse('not understood: a pipeline without a command', 'name a command', scope.at ?? [0, 0]);
  if (commands.length === 1 && only) {
    const output = walker.node(only, state, scope);
    if (prefixes.some(({ type }) => type === 'Negation') && state.outcome) {
      state.outcome = { ok: state.outcome.failed, failed: state.outcome.ok };
    }
    return output;
  }
  let stdin = scope.stdin;
  for (const command of commands) {
    if (!walker.step()) return null;
    stdin = walker.node(command, state.fork(), { ...scope, driver: false, stdin });
  }
  return stdin === 'terminal' ? null : stdin;
}

/** What only bash reads this way means something else in a plain sh. */
export function refusePosix(walker: Walker, scope: Scope, span: readonly [number, number], what: string): void {
  if (scope.posix) walker.opaque(`${what} means something else in a plain sh`, span);
}
