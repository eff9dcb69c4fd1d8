// Arithmetic evaluates the text of its variables again, subscripts and substitutions included: only what is surely a
// number may take part.
import { type ArithmeticExpression, parse } from 'unbash';
import type { Span } from '../effect.ts';
import { isArray, numericVariables, type State } from './state.ts';
import { isNumeric, isText, number, type Value } from './value.ts';
import type { Scope, Walker } from './walker.ts';

const reason = 'arithmetic on what is not known to be a number';
const literal = /^(?:0[xX][0-9A-Fa-f]+|[0-9]+(?:#[0-9A-Za-z@_]+)?)$/;
const assigns = /^(?:[-+*/%&|^]|<<|>>)?=$/;
const identifier = /^[A-Za-z_]\w*$/;

export function judgeArithmetic(walker: Walker, node: ArithmeticExpression, state: State, scope: Scope): void {
  if (!walker.step()) return;
  switch (node.type) {
    case 'ArithmeticBinary':
      if (assigns.test(node.operator)) return judgeAssignment(walker, node, state, scope);
      return judgeChain(walker, node, state, scope);
    case 'ArithmeticUnary':
      judgeArithmetic(walker, node.operand, state, scope);
      if (node.operator === '++' || node.operator === '--') assignResult(walker, node.operand, state, scope);
      return;
    case 'ArithmeticTernary':
      for (const part of [node.test, node.consequent, node.alternate]) judgeArithmetic(walker, part, state, scope);
      return;
    case 'ArithmeticGroup':
      return judgeArithmetic(walker, node.expression, state, scope);
    case 'ArithmeticCommandExpansion': {
      const { script } = node;
      const span = walker.spanOf(node, scope);
      if (script) walker.deeper(span, null, () => walker.script(script, state.fork(), { ...scope, driver: false }));
      walker.opaque(reason, span);
      return;
    }
    case 'ArithmeticWord':
      return judgeWord(walker, node, state, scope);
  }
}

/** `1+1+1+…` leans to the left as deep as it is long: walked without recursion. */
function judgeChain(walker: Walker, chain: ArithmeticExpression, state: State, scope: Scope): void {
  const operands: ArithmeticExpression[] = [];
  let node = chain;
  for (; node.type === 'ArithmeticBinary' && !assigns.test(node.operator) && walker.step(); node = node.left)
    operands.push(node.right);
  operands.push(node);
  const span = walker.spanOf(chain, scope);
  for (const operand of operands.reverse()) {
    walker.deeper(span, undefined, () => judgeArithmetic(walker, operand, state, scope));
  }
}

function judgeWord(
  walker: Walker,
  node: Extract<ArithmeticExpression, { type: 'ArithmeticWord' }>,
  state: State,
  scope: Scope,
): void {
  const span = walker.spanOf(node, scope);
  if (node.parts) {
    const value = walker.partsValue(node.parts, state, scope);
    if (!isNumeric(value) && value !== '') judgeArithmeticValue(walker, value, state, span, scope, 1);
  } else judgeOperand(walker, node.value.trim(), state, span);
}

function judgeOperand(walker: Walker, text: string, state: State, span: Span): void {
  if (text === '' || literal.test(text)) return;
  const element = /^([A-Za-z_]\w*)\[(\w+)\]$/.exec(text);
  if (element) {
    const [, name, index] = element as unknown as [string, string, string];
    const array = state.get(name);
    judgeOperand(walker, index, state, span);
    if (isArray(array) && !array.keyed && array.elements?.every((one) => isNumeric(one) || one === '')) return;
  }
  const variable = state.get(text) ?? numericVariables[text];
  if (identifier.test(text) && variable !== undefined && !isArray(variable) && (isNumeric(variable) || variable === ''))
    return;
  walker.opaque(reason, span);
}

/** `x = …`: an assignment like any other, of a number. */
function judgeAssignment(
  walker: Walker,
  node: Extract<ArithmeticExpression, { type: 'ArithmeticBinary' }>,
  state: State,
  scope: Scope,
): void {
  judgeArithmetic(walker, node.right, state, scope);
  if (node.operator !== '=') judgeArithmetic(walker, node.left, state, scope);
  assignResult(walker, node.left, state, scope);
}

function assignResult(walker: Walker, target: ArithmeticExpression, state: State, scope: Scope): void {
  const span = walker.spanOf(target, scope);
  if (target.type === 'ArithmeticWord' && !target.parts && identifier.test(target.value.trim())) {
    walker.assignName(target.value.trim(), number, state, scope, span);
  } else walker.opaque(reason, span);
}

/** A text that bash takes for arithmetic: an operand of `-eq`, a subscript, `let`, an integer variable. */
export function judgeArithmeticValue(
  walker: Walker,
  value: Value,
  state: State,
  span: Span,
  scope?: Scope,
  depth = 0,
): void {
  if (isNumeric(value)) return;
  if (!isText(value) || depth > 1 || value.length > 200) return walker.opaque(reason, span);
  const text = value.trim();
  if (text === '' || literal.test(text)) return;
  if (identifier.test(text)) return judgeOperand(walker, text, state, span);
  if (/[$`'"\\[\]]/.test(text) || !walker.step(1 + (text.length >> 3))) return walker.opaque(reason, span);
  const [statement] = parse(`((${text}))`).commands;
  const command = statement?.command;
  if (command?.type !== 'ArithmeticCommand' || !command.expression || !scope) return walker.opaque(reason, span);
  judgeArithmetic(walker, command.expression, state, { ...scope, at: span });
}
