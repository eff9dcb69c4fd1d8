// `$x` and `${x…}`: what a parameter surely is, with the operations that can be done on known text.
import type { ParameterExpansionPart, ParameterOperation } from 'unbash';
import { judgeArithmeticValue } from './arithmetic.ts';
import { charactersPerStep } from './budget.ts';
import { isArray, numericVariables, type State } from './state.ts';
import { bounded, isText, number, replacedAll, suffixOf, unknown, unknownWords, type Value } from './value.ts';
import { refusePosix } from './walk-list.ts';
import type { Scope, Walker } from './walker.ts';

type Expansion = Value | { readonly fields: readonly Value[] };

/** `$name`. A name never seen may come from the environment: unknown. */
export function readVariable(name: string, state: State, scope: Scope): Expansion {
  if (name === '@' || name === '*') return state.positional ? { fields: state.positional } : unknownWords;
  if (/^[0-9]+$/.test(name)) {
    if (name === '0' || state.positional === null) return unknown;
    return state.positional[Number(name) - 1] ?? (state.positional.some((value) => !isText(value)) ? unknown : '');
  }
  if (name === 'PWD') return state.cwds?.length === 1 ? (state.cwds[0] as string) : unknown;
  const variable = state.get(name);
  if (isArray(variable)) return variable.elements && !variable.keyed ? (variable.elements[0] ?? '') : unknown;
  return variable ?? (scope.posix && !/^[?#$!]$/.test(name) ? unknown : (numericVariables[name] ?? unknown));
}

export function expandParameter(walker: Walker, part: ParameterExpansionPart, state: State, scope: Scope): Expansion {
  const span = walker.spanOf(part, scope);
  const { parameter, operation, prefix, index } = part;
  const subscript = index ? subscriptOf(walker, part, state, scope) : null;
  const operands = operation ? readOperands(walker, operation, state, scope) : [];
  if (operation?.type === 'Transform' && !/^[QEAaKkUuL]$/.test(operation.operand.value)) {
    walker.opaque('${…@P} runs the commands in a text', span);
    return unknownWords;
  }
  if (prefix === '#') return number;
  if (prefix === '!') return indirect(walker, part, state, scope);
  if (parameter === '' || operation?.type === 'Unknown') {
    walker.opaque('a parameter expansion that is not followed', span);
    return unknownWords;
  }
  if (operation && !['Default', 'Remove'].includes(operation.type))
    refusePosix(walker, scope, span, 'this parameter expansion');
  const value = index ? element(parameter, subscript, state) : readVariable(parameter, state, scope);
  if (!operation) return value;
  if (operation.type === 'Default' && operation.operator.endsWith('='))
    walker.assignName(parameter, unknown, state, scope, span);
  const whole = typeof value === 'object' && 'fields' in value ? unknownWords : value;
  const known = index === undefined && parameter !== '@' && parameter !== '*' && state.get(parameter) !== undefined;
  if (!spendFor(walker, [whole, ...operands])) return unknownWords;
  return operate(operation, whole, operands, known || /^[0-9]+$/.test(parameter));
}

/** Steps for reading these texts; false when there are none left. */
export function spendFor(walker: Walker, values: readonly Value[]): boolean {
  const length = values.reduce((sum, value) => sum + (isText(value) ? value.length : value.pieces.length), 0);
  return walker.step((values.length > 1 ? values.length : 0) + Math.floor(length / charactersPerStep));
}

/** `@`, `*`, or the value of the subscript. */
function subscriptOf(walker: Walker, { index, parameter }: ParameterExpansionPart, state: State, scope: Scope): Value {
  if (!index) return '';
  const value = walker.value(index, state, scope);
  const variable = state.get(parameter);
  const keyed = isArray(variable) && variable.keyed;
  if (value !== '@' && value !== '*' && !keyed)
    judgeArithmeticValue(walker, value, state, walker.spanOf(index, scope), scope);
  return value;
}

function element(name: string, subscript: Value | null, state: State): Expansion {
  const variable = state.get(name);
  const elements = isArray(variable) ? variable.elements : variable === undefined ? null : [variable];
  if (elements === null || (isArray(variable) && variable.keyed)) return unknownWords;
  if (subscript === '@' || subscript === '*') return { fields: elements };
  if (!isText(subscript ?? unknown) || !/^[0-9]+$/.test(subscript as string)) return unknown;
  return elements[Number(subscript)] ?? '';
}

function indirect(walker: Walker, part: ParameterExpansionPart, state: State, scope: Scope): Expansion {
  const span = walker.spanOf(part, scope);
  if (part.operation?.type === 'Names' || part.index) return unknownWords;
  const name = readVariable(part.parameter, state, scope);
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*$/.test(name)) {
    walker.opaque('${!…} of a name that is not known', span);
    return unknownWords;
  }
  const value = readVariable(name, state, scope);
  return part.operation || typeof value === 'object' ? unknownWords : value;
}

/** Every operand is expanded, so every script in it is walked, whether it is used or not. */
function readOperands(walker: Walker, operation: ParameterOperation, state: State, scope: Scope): readonly Value[] {
  switch (operation.type) {
    case 'Default':
    case 'Remove':
      return [walker.value(operation.operand, state, scope)];
    case 'CaseModification':
      return operation.operand ? [walker.value(operation.operand, state, scope)] : [];
    case 'Replace':
      return [walker.value(operation.pattern, state, scope), walker.value(operation.replacement, state, scope)];
    case 'Slice': {
      const words = operation.length ? [operation.offset, operation.length] : [operation.offset];
      return words.map((word) => {
        const value = walker.value(word, state, scope);
        judgeArithmeticValue(walker, isText(value) ? value.trim() : value, state, walker.spanOf(word, scope), scope);
        return value;
      });
    }
    default:
      return [];
  }
}

const hasPattern = (text: string): boolean => /[*?[\\@+!(]/.test(text);

function operate(operation: ParameterOperation, value: Value, operands: readonly Value[], known: boolean): Value {
  const [first, second] = operands;
  if (operation.type === 'Default')
    return known && isText(value) ? defaulted(operation.operator, value, first ?? '') : unknownWords;
  if (operation.type === 'Remove') return isText(first) ? removed(operation.operator, value, first) : unknown;
  if (!isText(value) || !operands.every(isText)) return unknownWords;
  if (operation.type === 'Slice') return sliced(value, first as string, second as string | undefined);
  if (operation.type === 'Replace') {
    if (hasPattern(first as string) || (second as string).includes('&')) return unknownWords;
    if (operation.operator === '/') return bounded(value.replace(first as string, () => second as string));
    return operation.operator === '//' ? replacedAll(value, first as string, second as string) : unknownWords;
  }
  if (operation.type === 'CaseModification' && operands.length === 0) {
    // Beyond ASCII the locale decides, and one letter may turn into several.
    if (/[^\0-\x7f]/.test(value)) return unknownWords;
    if (operation.operator === '^^') return value.toUpperCase();
    if (operation.operator === ',,') return value.toLowerCase();
  }
  return unknownWords;
}

function defaulted(operator: string, value: string, operand: Value): Value {
  const isSet = !operator.startsWith(':') || value !== '';
  if (operator.endsWith('+')) return isSet ? operand : '';
  return isSet ? value : operand;
}

// Fixed text off either end; `##` with a star and a slash leaves the last path segment.
function removed(operator: string, value: Value, pattern: string): Value {
  if (hasPattern(pattern))
    return isText(value) && operator === '##' && pattern === '*/' ? value.slice(value.lastIndexOf('/') + 1) : unknown;
  if (isText(value)) {
    if (operator.startsWith('#')) return value.startsWith(pattern) ? value.slice(pattern.length) : value;
    return value.endsWith(pattern) ? value.slice(0, value.length - pattern.length) : value;
  }
  const suffix = suffixOf(value);
  if (!operator.startsWith('%') || !suffix.endsWith(pattern)) return unknown;
  return { ...value, pieces: [...value.pieces.slice(0, -1), suffix.slice(0, suffix.length - pattern.length)] };
}

function sliced(value: string, offset: string, length: string | undefined): Value {
  if (!/^ ?-?\d+$/.test(offset) || (length !== undefined && !/^-?\d+$/.test(length))) return unknown;
  // Beyond the BMP bash counts characters and JavaScript units.
  if (/[^\x20-\x7e]/.test(value)) return unknown;
  const start = Number(offset) < 0 ? value.length + Number(offset) : Number(offset);
  if (start < 0) return '';
  if (length === undefined) return value.slice(start);
  return Number(length) < 0 ? value.slice(start, Number(length)) : value.slice(start, start + Number(length));
}
