// Steps of word expansion that need no walk: tildes, globs in expanded text, the value of a command's output.
import type { State } from './state.ts';
import { concat, globText, isText, unknown, unknownWords, type Value } from './value.ts';
import type { Output } from './walker.ts';

/** Text that pathname expansion still looks at. */
export function withGlobs(text: string): Value {
  if (!/[*?[]/.test(text)) return text;
  const value = globText(text.replaceAll('\\', '\\\\'));
  return isText(value) ? value : { pieces: value.pieces, many: true };
}

/** What `$( … )` stands for when the command writes this. */
export function outputValue(output: Output): Value {
  if (output === null) return unknownWords;
  if (output.exact) {
    if (output.lines.every(isText)) return output.lines.join('\n').replace(/(?<!\n)\n+$/, '');
    return output.lines.length === 1 ? (output.lines[0] as Value) : unknownWords;
  }
  const [line] = output.lines;
  return output.lines.length === 1 && line !== undefined
    ? { pieces: isText(line) ? [line] : line.pieces, many: true }
    : unknownWords;
}

/** `~`, `~/x`, `~+`; also after the `=` of what looks like an assignment. Quoted tildes stay. */
export function tilde(text: string, value: string, state: State, assigns: boolean): Value {
  if (!text.includes('~')) return value;
  const equals = assigns ? (/^[A-Za-z_]\w*=/.exec(text)?.[0].length ?? 0) : 0;
  const [name] = /^~[^/:\\'"]*/.exec(text.slice(equals)) ?? [];
  const later = assigns && /:~/.test(text);
  if (name === undefined) return later ? unknown : value;
  const home = state.get('HOME');
  const places: Record<string, Value | null> = {
    '~': typeof home === 'string' ? home : null,
    '~+': state.cwds?.length === 1 ? (state.cwds[0] as string) : null,
  };
  const place = later ? null : (places[name] ?? null);
  return concat(value.slice(0, equals), concat(place ?? unknown, value.slice(equals + name.length)));
}
