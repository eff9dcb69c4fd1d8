// Compound commands: groups, subshells, branches, loops, tests. What may have happened on some way through is joined.
import type {
  ArithmeticExpression,
  ArithmeticFor,
  Case,
  CommandNode,
  CompoundCommand,
  CompoundList,
  Coproc,
  For,
  If,
  Select,
  TestExpression,
  While,
} from 'unbash';
import { judgeArithmetic, judgeArithmeticValue } from './arithmetic.ts';
import { mostLoopValues } from './budget.ts';
import { defineFunction } from './functions.ts';
import { tellEmptied } from './redirects.ts';
import type { State } from './state.ts';
import { isMany, isText, unknown, type Value } from './value.ts';
import { walkCommand } from './walk-command.ts';
import { outcomeOf, refusePosix, silent, walkStatements, writtenBoth } from './walk-list.ts';
import type { Output, Scope, Walker } from './walker.ts';

export function walkNode(walker: Walker, node: CommandNode, state: State, scope: Scope): Output {
  if (!walker.step()) return null;
  if (node.type === 'Command') return walkCommand(walker, node, state, scope);
  const span = walker.spanOf(node, scope);
  return walker.deeper(span, null, () => {
    if (node.type === 'Redirected') {
      const from = walker.effects.length;
      const inner = walker.redirect(node.redirects, state, scope);
      const count = walker.effects.length;
      const output = walkCompound(walker, node.command, state, inner);
      return tellEmptied(walker, node.redirects, walker.effects.slice(from, count), output);
    }
    if (node.type === 'Function') {
      defineFunction(walker, node, state, scope);
      return null;
    }
    if (node.type === 'Coproc') return walkCoproc(walker, node, state, scope);
    return walkCompound(walker, node, state, scope);
  });
}

function walkCompound(walker: Walker, node: CompoundCommand, state: State, scope: Scope): Output {
  switch (node.type) {
    case 'BraceGroup':
      return list(walker, node.body, state, scope);
    case 'Subshell':
      return list(walker, node.body, state.fork(), { ...scope, driver: false });
    case 'If':
      return walkIf(walker, node, state, scope);
    case 'While':
    case 'For':
    case 'ArithmeticFor':
    case 'Select':
      return walkLoop(walker, node, state, scope);
    case 'Case':
      return walkCase(walker, node, state, scope);
    case 'TestCommand':
      refusePosix(walker, scope, walker.spanOf(node, scope), '[[');
      judgeTest(walker, node.expression, state, scope);
      return { lines: [], exact: true };
    case 'ArithmeticCommand':
      refusePosix(walker, scope, walker.spanOf(node, scope), '((');
      if (node.expression) judgeArithmetic(walker, node.expression, state, scope);
      return { lines: [], exact: true };
  }
}

const list = (walker: Walker, { commands }: CompoundList, state: State, scope: Scope): Output =>
  walkStatements(walker, commands, state, scope);

function walkIf(walker: Walker, node: If, state: State, scope: Scope): Output {
  let output = list(walker, node.clause, state, scope);
  const ways: State[] = [];
  let { ok, failed } = outcomeOf(state);
  let before = state;
  for (const [clause, then] of [
    [null, node.then] as const,
    ...node.elif.map((elif) => [elif.clause, elif.then] as const),
  ]) {
    if (clause) {
      before = before.fork();
      before.cwds = failed;
      before.outcome = null;
      output = writtenBoth(output, list(walker, clause, before, scope));
      ({ ok, failed } = outcomeOf(before));
    }
    const way = before.fork();
    way.cwds = ok;
    output = writtenBoth(output, list(walker, then, way, scope));
    ways.push(way);
  }
  const otherwise = before.fork();
  otherwise.cwds = failed;
  if (node.else) output = writtenBoth(output, list(walker, node.else, otherwise, scope));
  ways.push(otherwise);
  // Layers over different clauses are told by what they see, so they are flattened onto this state first.
  state.merge(before === state ? ways : ways.map((way) => way.flattenOnto(state)));
  return several(output);
}

function walkCase(walker: Walker, { word, items }: Case, state: State, scope: Scope): Output {
  walker.value(word, state, scope);
  const ways = [state.fork()];
  let through: State | null = null;
  for (const { pattern, body, terminator } of items) {
    for (const one of pattern) walker.value(one, state, scope);
    const way = state.fork();
    if (through) {
      way.merge([through.flattenOnto(way), way.fork()]);
    }
    list(walker, body, way, scope);
    through = terminator === ';&' ? way : null;
    ways.push(through ? way.flattenOnto(state) : way);
  }
  state.merge(ways);
  return null;
}

type Loop = While | For | ArithmeticFor | Select;

/** Walks the body until another round teaches nothing new: three rounds at most, since a value only gets wider. */
function walkLoop(walker: Walker, node: Loop, state: State, scope: Scope): Output {
  const span = walker.spanOf(node, scope);
  if (node.type === 'ArithmeticFor' || node.type === 'Select') refusePosix(walker, scope, span, 'this loop');
  walker.repeats = true;
  const values = loopValues(walker, node, state, scope);
  if (node.type === 'ArithmeticFor' && node.initialize) judgeArithmetic(walker, node.initialize, state, scope);
  let output: Output = silent;
  for (let round = 0; round < 6; round++) {
    const ways: State[] = [];
    const jumps: State[] = [];
    const inner = { ...scope, loop: { entry: state, jumps, outer: scope.loop } };
    for (const value of values) {
      if (!walker.step()) return null;
      const way = state.fork();
      if (node.type === 'For' || node.type === 'Select') walker.assignName(node.name.value, value, way, scope, span);
      output = several(writtenBoth(output, walkRound(walker, node, way, inner)));
      ways.push(way);
    }
    if (!state.merge([state.fork(), ...ways, ...jumps])) return output;
  }
  walker.opaque('a loop whose variables cannot be followed', span);
  return output;
}

/** What may be written any number of times: known only where it is nothing. */
const several = (output: Output): Output => (output?.exact && output.lines.length === 0 ? output : null);

function walkRound(walker: Walker, node: Loop, state: State, scope: Scope): Output {
  let output: Output = silent;
  if (node.type === 'While') {
    output = list(walker, node.clause, state, scope);
    const { ok, failed } = outcomeOf(state);
    state.cwds = node.kind === 'while' ? ok : failed;
  }
  if (node.type === 'ArithmeticFor') judge(walker, node.test, state, scope);
  output = writtenBoth(output, list(walker, node.body, state, scope));
  if (node.type === 'ArithmeticFor') judge(walker, node.update, state, scope);
  return output;
}

function judge(walker: Walker, expression: ArithmeticExpression | undefined, state: State, scope: Scope): void {
  if (expression) judgeArithmetic(walker, expression, state, scope);
}

/** The values a loop variable takes; one unknown value where they cannot be told. */
function loopValues(walker: Walker, node: Loop, state: State, scope: Scope): readonly (Value | null)[] {
  if (node.type === 'While' || node.type === 'ArithmeticFor') return [null];
  const words = node.wordlist ? walker.fields(node.wordlist, state, scope) : (state.positional ?? [unknown]);
  const single = words.map((word) => (isMany(word) && !isText(word) ? { pieces: word.pieces, many: false } : word));
  // With nothing to go round the body is still read, for what is in it.
  return single.length > mostLoopValues || single.length === 0 ? [unknown] : single;
}

/** The parser takes them for a command here, bash does not. */
const keywords =
  /^(?:time|!|if|then|else|elif|fi|do|done|case|esac|in|for|while|until|select|function|coproc|[{}]|\[\[|\]\])$/;

function walkCoproc(walker: Walker, node: Coproc, state: State, scope: Scope): Output {
  const span = walker.spanOf(node, scope);
  refusePosix(walker, scope, span, 'coproc');
  walker.assignName(node.name?.value ?? 'COPROC', null, state, scope, span);
  const inner = { ...scope, driver: false, stdin: null };
  const words = node.body.type === 'Command' ? [node.body.name, ...node.body.args] : [];
  if (words.some((word) => word !== undefined && keywords.test(word.text))) {
    walker.refuse('not understood: coproc before a keyword', 'use another form', span);
  }
  if (node.body.type === 'CompoundList') list(walker, node.body, state.fork(), inner);
  else walker.node(node.body, state.fork(), inner);
  return null;
}

/** `[[ … ]]` evaluates the operands of arithmetic comparisons and the subscript of a `-v` name. */
function judgeTest(walker: Walker, test: TestExpression, state: State, scope: Scope): void {
  if (!walker.step()) return;
  switch (test.type) {
    case 'TestLogical':
      for (const operand of test.operands) judgeTest(walker, operand, state, scope);
      return;
    case 'TestNot':
      return judgeTest(walker, test.operand, state, scope);
    case 'TestGroup':
      return judgeTest(walker, test.expression, state, scope);
    case 'TestUnary': {
      const operand = walker.value(test.operand, state, scope);
      const span = walker.spanOf(test.operand, scope);
      if (['-v', '-R'].includes(test.operator)) judgeNameText(walker, operand, span);
      return;
    }
    case 'TestBinary': {
      const operands = [test.left, test.right].map(
        (word) => [walker.value(word, state, scope), walker.spanOf(word, scope)] as const,
      );
      if (!/^-(?:eq|ne|lt|le|gt|ge)$/.test(test.operator)) return;
      for (const [value, span] of operands) judgeArithmeticValue(walker, value, state, span, scope);
    }
  }
}

/** A name given as text: a subscript in it would be evaluated. */
export function judgeNameText(walker: Walker, name: Value, span: readonly [number, number]): void {
  if (!isText(name) || !/^[A-Za-z_]\w*$|^\d+$/.test(name))
    walker.opaque('a name with a subscript, or not known, is evaluated', span);
}
