// Kubernetes secrets (`kind: Secret`, every value under `data:`), and lists in which a name stands on one line and
// its value on the next (`- name: DB_PASSWORD` / `value: …`).

import { isPlaceholder } from '../checks/placeholder.ts';
import type { LineReader, ReaderSpan } from '../reader.ts';
import { classOfName } from '../rules/assignment/names.ts';
import { isSecretValue } from '../rules/assignment/values.ts';

export const manifestWords = [
  'kind: secret',
  '"kind": "secret',
  '"kind":"secret',
  'name: ',
  '"name": "',
  'key: ',
  '"key": "',
];

const kindLine = /^\s*"?kind"?:\s*"?(\w+)"?,?\s*$/;
const dataLine = /^(\s*)"?(?:data|stringData|binaryData)"?:\s*\{?\s*$/;
const entry = /^(\s+)"?[\w.-]{1,128}"?:\s*["']?([^\s"',{}[\]]{1,4096})["']?,?\s*$/d;
const nameLine = /^\s*(?:-\s+)?"?(?:name|key|Name|Key|variable)"?:\s*["']?([\w.-]{2,64})["']?,?\s*$/;
const valueLine = /^\s*"?(?:value|Value|default|content)"?:\s*(["']?)(.{1,2048}?)\1,?\s*$/d;
const opener = /\b(?:kind|name|key|variable)"?:/i;
/** Lines of one manifest that are watched. */
const longest = 400;

interface State {
  /** Lines left of a manifest of kind Secret. */
  readonly secret: number;
  /** Indent of its `data:`, -1 outside. */
  readonly indent: number;
  /** The name that the next line may give a value. */
  readonly name: string;
}

const outside: State = { secret: 0, indent: -1, name: '' };

export class ManifestReader implements LineReader {
  get holdsLine(): boolean {
    return this.busy;
  }
  #state = outside;

  get busy(): boolean {
    return this.#state !== outside;
  }

  read(text: string, end: 'open' | 'part' | 'line'): ReaderSpan[] {
    if (this.#state === outside && !opener.test(text)) return [];
    const spans: ReaderSpan[] = [];
    const state = readLine(text, this.#state, spans);
    if (end === 'line') this.#state = state;
    return spans;
  }
}

function readLine(text: string, state: State, spans: ReaderSpan[]): State {
  if (state.name !== '') {
    const match = valueLine.exec(text);
    const value = match?.[2];
    const name = classOfName(state.name);
    if (value && name && isSecretValue(value, name, 'strict')) {
      const [start, end] = match.indices![2]!;
      spans.push({ kind: 'secret', start, end });
    }
  }
  const kind = kindLine.exec(text)?.[1];
  const left = /^---/.test(text) ? 0 : kind ? (kind === 'Secret' ? longest : 0) : Math.max(0, state.secret - 1);
  const named = nameLine.exec(text)?.[1] ?? '';
  const name = named !== '' && classOfName(named) ? named : '';
  const indent = left > 0 ? dataIndent(text, state, spans) : -1;
  return left === 0 && name === '' ? outside : { secret: left, indent, name };
}

function dataIndent(text: string, state: State, spans: ReaderSpan[]): number {
  const opens = dataLine.exec(text);
  if (opens) return opens[1]!.length;
  if (state.indent < 0) return -1;
  const match = entry.exec(text);
  if (!match || match[1]!.length <= state.indent) return /^\s*$/.test(text) ? state.indent : -1;
  const [start, end] = match.indices![2]!;
  if (!isPlaceholder(match[2]!) && match[2] !== '|') spans.push({ kind: 'secret', start, end });
  return state.indent;
}
