// Kubernetes secrets (`kind: Secret`, every value under `data:`; kubectl prints the data first), and lists and objects
// in which a name stands on one line and its value on one of the next (`- name: DB_PASSWORD` / `value: …`).

import { isPlaceholder } from '../checks/placeholder.ts';
import type { LineReader, ReaderSpan } from '../reader.ts';
import { classOfName } from '../rules/assignment/names.ts';
import { isSecretValue } from '../rules/assignment/values.ts';

export const manifestWords = [
  'kind: secret',
  '"kind": "secret',
  '"kind":"secret',
  'apiversion: v0',
  '"apiversion": "v0',
  'name: ',
  '"name": "',
  'key: ',
  '"key": "',
  '"keyname": "',
  '": {',
];

const kindLine = /^\s*"?kind"?:\s*"?(\w+)"?,?\s*$/;
const dataLine = /^(\s*)"?(?:data|stringData|binaryData)"?:\s*\{?\s*$/;
const entry = /^(\s+)"?[\w.-]{1,128}"?:\s*["']?([^\s"',{}[\]]{1,4096})["']?,?\s*$/d;
const versionLine = /^\s*(?:-\s+)?"?apiVersion"?:\s*"?v1"?,?\s*$/;
const nameLine = /^\s*(?:-\s+)?"?(?:name|key|Name|Key|keyName|variable)"?:\s*["']?([\w.-]{2,64})["']?,?\s*$/;
/** An object that holds the value: outputs of Terraform. */
const objectLine = /^\s*"([\w.-]{2,64})": \{\s*$/;
const valueLine = /^\s*"?(?:value|Value|default|content)"?:\s*(["']?)([^"'\n]{1,2048}?)(?:\1,?\s*)?$/d;
const opener = /\b(?:kind|apiVersion|name|key|keyName|variable)"?:|": \{\s*$/i;
/** Lines behind a name on which its value may stand. */
const lookahead = 3;
/** Lines of one manifest that are watched. */
const longest = 400;

interface State {
  /** Lines left of a manifest of kind Secret. */
  readonly secret: number;
  /** Indent of its `data:`, -1 outside. */
  readonly indent: number;
  /** The manifest has not said yet of what kind it is: what its data says must show that it is a secret. */
  readonly unsure: boolean;
  /** The name that one of the next lines may give a value, and how many of them. */
  readonly name: string;
  readonly near: number;
}

const outside: State = { secret: 0, indent: -1, unsure: false, name: '', near: 0 };

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
    const state = readLine(text, this.#state, spans, end === 'open');
    if (end === 'line') this.#state = state;
    return spans;
  }
}

function readLine(text: string, state: State, spans: ReaderSpan[], open: boolean): State {
  if (state.name !== '') {
    const match = valueLine.exec(text);
    const value = match?.[2];
    const name = classOfName(state.name);
    const [start, end] = match?.indices?.[2] ?? [0, 0];
    // What is not complete may still become one.
    const begun = open && end === text.length && !/^[$<{%*]/.test(value ?? '');
    if (value && name && (begun || isSecretValue(value, name, 'strict'))) {
      spans.push({ kind: 'secret', start, end });
    }
  }
  const kind = kindLine.exec(text)?.[1];
  const unsure = kind === undefined && (versionLine.test(text) || state.unsure);
  const begins = kind === 'Secret' || versionLine.test(text);
  const ends = /^---/.test(text) || (kind !== undefined && kind !== 'List' && kind !== 'Secret');
  const left = ends ? 0 : begins ? longest : Math.max(0, state.secret - 1);
  const indent = left > 0 ? dataIndent(text, { ...state, unsure }, spans) : -1;
  const named = nameOf(text, state);
  return left === 0 && named.name === '' ? outside : { secret: left, indent, unsure, ...named };
}

function nameOf(text: string, state: State): Pick<State, 'name' | 'near'> {
  const named = nameLine.exec(text)?.[1] ?? objectLine.exec(text)?.[1] ?? '';
  if (named !== '' && classOfName(named)) return { name: named, near: lookahead };
  return state.near > 1 && !valueLine.test(text) && !/^\s*[-}\]]/.test(text)
    ? { name: state.name, near: state.near - 1 }
    : { name: '', near: 0 };
}

function dataIndent(text: string, state: State, spans: ReaderSpan[]): number {
  const opens = dataLine.exec(text);
  if (opens) return opens[1]!.length;
  if (state.indent < 0) return -1;
  const match = entry.exec(text);
  if (!match || match[1]!.length <= state.indent) return /^\s*$/.test(text) ? state.indent : -1;
  const [start, end] = match.indices![2]!;
  if (state.unsure && !isEncoded(match[2]!)) return state.indent;
  if (!isPlaceholder(match[2]!) && match[2] !== '|') spans.push({ kind: 'secret', start, end });
  return state.indent;
}

/** Base64 that is no word: a map of settings is written in plain. */
function isEncoded(value: string): boolean {
  return (
    value.length % 4 === 0 &&
    /^[A-Za-z0-9+/]{4,}={0,2}$/.test(value) &&
    (value.endsWith('=') || (/[a-z]/.test(value) && /[A-Z]/.test(value) && (/[0-9]/.test(value) || value.length >= 12)))
  );
}
