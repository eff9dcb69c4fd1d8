// Redirections: files read and written also without a command, hosts behind /dev/tcp, descriptors of the driver.
import type { HereDoc, Redirect, Redirection } from 'unbash';
import type { Effect, Span } from '../effect.ts';
import { placesOf } from './paths.ts';
import type { State } from './state.ts';
import { isText, number, prefixOf, type Value } from './value.ts';
import { refusePosix } from './walk-list.ts';
import type { Output, Scope, Walker } from './walker.ts';
import { substituted, valueOfParts } from './words.ts';

/** The driver keeps its reports at 8 and copies of its own from 10 up. */
const firstReserved = 8;

/** What the command sees after its redirections. */
export function applyRedirections(
  walker: Walker,
  redirections: readonly Redirection[],
  state: State,
  scope: Scope,
): Scope {
  let inner = scope;
  for (const redirection of redirections) {
    if (!walker.step()) return inner;
    inner = applyOne(walker, redirection, state, inner);
  }
  return inner;
}

/** A file that is opened for output and gets none is left empty, which is as good as deleted.
 * @param effects those of the redirections */
export function tellEmptied(
  walker: Walker,
  redirections: readonly Redirection[],
  effects: readonly Effect[],
  output: Output,
): Output {
  const isEmptying = redirections.some((one) => one.type === 'Redirect' && /^(?:&?>|>\|)$/.test(one.operator));
  if (!isEmptying || !output?.exact || output.lines.some((line) => line !== '')) return output;
  for (const effect of effects) {
    if (effect.kind === 'write' && effect.of === null) walker.emit({ ...effect, kind: 'delete' });
  }
  return output;
}

function applyOne(walker: Walker, redirection: Redirection, state: State, scope: Scope): Scope {
  const span = walker.spanOf(redirection, scope);
  const { descriptor } = redirection;
  let { opened } = scope;
  if (descriptor?.type === 'FileDescriptorVariable') {
    refusePosix(walker, scope, span, '{name}>');
    walker.assignName(descriptor.name, number, state, scope, span);
  } else if (descriptor && descriptor.value > 2) {
    if (descriptor.value >= firstReserved) refuseDescriptor(walker, descriptor.value, span);
    opened = new Set([...opened, descriptor.value]);
  }
  const isInput = descriptor?.type !== 'FileDescriptorVariable' && (descriptor?.value ?? 0) === 0;
  if (redirection.type === 'HereDoc') {
    const stdin = hereDocument(walker, redirection, state, scope, span);
    return { ...scope, opened, stdin: isInput ? stdin : scope.stdin };
  }
  if (!redirection.target) {
    walker.refuse('not understood: a redirection without a target', 'name a file', span);
    return scope;
  }
  // `>&-x` closes for bash, and `x` is a word of its own.
  if (
    /^[<>]&$/.test(redirection.type === 'Redirect' ? redirection.operator : '') &&
    /^-./.test(redirection.target.text)
  ) {
    walker.refuse('not understood: text right behind >&-', 'put a blank behind it', span);
  }
  // Digits right before another redirection are its descriptor for bash, a file for the parser.
  if (/^\d+$/.test(redirection.target.text) && /[<>]/.test(scope.source[redirection.target.end] ?? '')) {
    walker.refuse('not understood: a redirection without a target', 'put a blank after the file', span);
  }
  if (redirection.type === 'HereString') {
    refusePosix(walker, scope, span, '<<<');
    const value = walker.value(redirection.target, state, scope);
    return { ...scope, opened, stdin: isInput ? textLines(value) : scope.stdin };
  }
  const targets = walker.fields([redirection.target], state, scope);
  for (const target of targets) openTarget(walker, redirection, target, state, scope, span);
  const reads = isInput && redirection.operator.startsWith('<');
  return { ...scope, opened, stdin: reads ? null : scope.stdin };
}

function hereDocument(
  walker: Walker,
  { body, closing, delimiter, operator }: HereDoc,
  state: State,
  scope: Scope,
  span: Span,
): Output {
  if (!closing)
    walker.refuse(
      'not understood: a here-document without its end',
      `end it with a line ${delimiter?.value ?? ''}`,
      span,
    );
  const value = body.parts ? valueOfParts(walker, body.parts, state, scope) : body.text;
  // Without quotes around the delimiter a backslash still joins and escapes, which parts that are plain text do not show.
  if (!isText(value) || (!delimiter?.quoted && body.text.includes('\\'))) return null;
  return textLines((operator === '<<-' ? value.replace(/^\t+/gm, '') : value).replace(/\n$/, ''));
}

function textLines(value: Value): Output {
  return isText(value) ? { lines: value.split('\n'), exact: true } : null;
}

function openTarget(
  walker: Walker,
  { operator }: Redirect,
  target: Value,
  state: State,
  scope: Scope,
  span: Span,
): void {
  if (operator === '>&' || operator === '<&') {
    if (!isText(target)) return walker.refuse('a descriptor that is not known', 'name it by its number', span);
    if (target === '-') return;
    const number = /^(\d+)-?$/.exec(target)?.[1];
    if (number !== undefined) {
      if (Number(number) > 2 && !scope.opened.has(Number(number))) refuseDescriptor(walker, Number(number), span);
      return;
    }
    if (operator === '<&') return walker.opaque('<& of what is no descriptor', span);
  }
  if (operator.startsWith('&') || operator === '>&') refusePosix(walker, scope, span, `${operator} file`);
  const socket = /^\/dev\/(?:tcp|udp)(?:\/([^/]*))?/.exec(prefixOf(target));
  if (socket) {
    walker.emit({ kind: 'net', host: isText(target) ? (socket[1] ?? null) : null, of: null, span });
    return;
  }
  if (target === substituted) return;
  const opened = isText(target) ? /^\/dev\/fd\/(\d+)$/.exec(target)?.[1] : undefined;
  if (opened !== undefined && Number(opened) > 2 && !scope.opened.has(Number(opened))) {
    refuseDescriptor(walker, Number(opened), span);
  }
  for (const place of placesOf(target, state.cwds)) {
    if (operator === '<' || operator === '<>') walker.touch('read', place, { span });
    if (operator !== '<') walker.touch('write', place, { span });
  }
}

export function refuseDescriptor(walker: Walker, descriptor: number, span: Span): void {
  walker.refuse(
    `descriptor ${descriptor} was not opened by this statement`,
    'use 0 to 7, opened in the same statement',
    span,
  );
}
