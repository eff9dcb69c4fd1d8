// Redaction as the rest of the broker uses it: compiled once from the configuration, then one stage for each output
// stream of a session, and one call for short texts. All of a session share its key, so equal values get equal masks.
import { randomBytes } from 'node:crypto';
import { requireSoundRules } from './check-rules.ts';
import { personalKindsOf, type RedactionConfig } from './config.ts';
import { compileKnownValues, type KnownValues } from './known/known-values.ts';
import { maskOf, masksIn, tagOf } from './mask.ts';
import type { Observer } from './outlet.ts';
import { ColumnReader, type ColumnStyle } from './readers/columns.ts';
import { ManifestReader, manifestWords } from './readers/manifest.ts';
import { PrivateKeyReader, privateKeyWords } from './readers/private-key.ts';
import { type FlushReason, Redactor, type RedactorParts } from './redactor.ts';
import { compileRules } from './rule-set.ts';
import { personalRules, secretRules, tokenRules } from './rules/registry.ts';

/** A value that is masked: half-open range of UTF-16 units, and the rule's name. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** One output stream of a session, and the texts beside it. */
export interface StreamRedactor {
  /** What may leave now; slices of `bytes` may be part of it, so it must not be written to afterwards. */
  feed(bytes: Uint8Array): Uint8Array;
  /** `end` when absent: everything leaves. A stalled stream asks for `idle` after some 20 ms and `cap` after 500. */
  flush(reason?: FlushReason): Uint8Array;
  /** A whole text that is not part of the stream. */
  text(text: string): string;
  /** What `text` would mask; `cap` when the text goes on: then also what may become a value. */
  find(text: string, reason?: 'end' | 'cap'): readonly Found[];
  /** Bytes taken in and not yet sent. */
  readonly held: number;
  /** Masks put so far, by kind. */
  readonly counts: ReadonlyMap<string, number>;
}

export interface Redaction {
  /**
   * A redactor for one stream of the session with this key (32 random bytes).
   * @param columns width of the terminal that shows it, asked whenever a row may have wrapped; undefined: not known
   */
  open(sessionKey: Uint8Array, columns?: () => number | undefined): StreamRedactor;
  /** Known values too short to be told from ordinary text: they are not masked. */
  readonly refusedValues: number;
  /** Every kind that may be found. */
  readonly kinds: readonly string[];
}

/** Compiles the rules (some milliseconds); `values` are known values besides those of the configuration. */
export function createRedaction(config: RedactionConfig, values: readonly string[] = []): Redaction {
  checkRulesOnce();
  const known = compileKnownValues([...config.values, ...values]);
  const personal = personalKindsOf(config);
  const columns = new Map(Object.entries(config.columns).map(([name, style]) => [name.toLowerCase(), style]));
  const asked = [...(config.secrets ? secretRules : []), ...[...personal].flatMap((kind) => personalRules[kind])];
  const rules = compileRules(asked, [
    ...(config.secrets ? [...privateKeyWords, ...manifestWords] : []),
    ...(columns.size > 0 ? ColumnReader.words(columns) : []),
  ]);
  const readers = (sessionKey: Uint8Array) => [
    ...(config.secrets ? [new PrivateKeyReader(), new ManifestReader()] : []),
    ...(columns.size > 0 ? [new ColumnReader(columns, showCell(sessionKey))] : []),
  ];
  const kinds = new Set([...asked.map(({ kind }) => kind), 'known', 'private-key', 'secret', 'column']);
  const parts = (key: Uint8Array) => ({ rules, readers: readers(key), personal: personal.size > 0 });
  return { ...assemble(known, parts), kinds: [...kinds] };
}

// V8 forgets what it learnt about a class with the last object of it, and never gets as fast again (half the speed):
// one stream with every part, and no rules, stays for good.
let stays: Redactor | undefined;

/** A rule whose examples do not hold keeps everything from starting; once in a process, some tens of milliseconds. */
function checkRulesOnce(): void {
  if (stays) return;
  stays = new Redactor({
    rules: compileRules([], []),
    known: compileKnownValues(['a value of nobody']),
    readers: [new PrivateKeyReader(), new ManifestReader(), new ColumnReader(new Map(), () => '')],
    personal: false,
    mask: () => '',
    columns: () => undefined,
  });
  requireSoundRules([...secretRules, ...Object.values(personalRules).flat()]);
}

/** Known values and tokens only, for streams that may not be rewritten: a mask in its answer says to stop. */
export function createTransferWatch(config: RedactionConfig, values: readonly string[] = []): Pick<Redaction, 'open'> {
  const known = compileKnownValues([...config.values, ...values]);
  const rules = compileRules(tokenRules, []);
  return assemble(known, () => ({ rules, readers: [], personal: false, prefixOnly: true }));
}

function assemble(
  known: KnownValues | undefined,
  partsOf: (sessionKey: Uint8Array) => Omit<RedactorParts, 'known' | 'mask' | 'observe'>,
): Omit<Redaction, 'kinds'> {
  return {
    refusedValues: known?.refused ?? 0,
    open(sessionKey, columns) {
      const mask = (kind: string, value: string) => maskOf(sessionKey, kind, value);
      const parts = (observe?: Observer) => ({ ...partsOf(sessionKey), known, mask, ...(observe && { observe }) });
      return new Stage(parts, columns);
    },
  };
}

export function newSessionKey(): Uint8Array {
  return randomBytes(32);
}

class Stage implements StreamRedactor {
  readonly #parts: (observe?: Observer) => RedactorParts;
  readonly #stream: Redactor;

  constructor(parts: (observe?: Observer) => RedactorParts, columns?: () => number | undefined) {
    this.#parts = parts;
    this.#stream = new Redactor({ ...parts(), ...(columns && { columns }) });
  }

  feed(bytes: Uint8Array): Uint8Array {
    return this.#stream.feed(bytes);
  }

  flush(reason: FlushReason = 'end'): Uint8Array {
    return this.#stream.flush(reason);
  }

  // What is masked already is not looked at again: a mask names its rule, and that may read like a value's name.
  text(text: string): string {
    const mask = (piece: string) =>
      piece === '' ? '' : this.#mask(Buffer.from(piece, 'utf8'), 'end').toString('utf8');
    let shown = '';
    let from = 0;
    for (const { start, end } of masksIn(text)) {
      shown += mask(text.slice(from, start)) + text.slice(start, end);
      from = end;
    }
    return shown + mask(text.slice(from));
  }

  find(text: string, reason: 'end' | 'cap' = 'end'): readonly Found[] {
    const found: Found[] = [];
    let from = 0;
    const look = (to: number, how: 'end' | 'cap') => {
      const bytes = Buffer.from(text.slice(from, to), 'utf8');
      const place = placesIn(bytes, from);
      this.#mask(bytes, how, ({ start, end, kind }) => found.push({ start: place(start), end: place(end), kind }));
    };
    for (const { start, end } of masksIn(text)) {
      look(start, 'end');
      from = end;
    }
    look(text.length, reason);
    return found;
  }

  #mask(bytes: Buffer, reason: 'end' | 'cap', observe?: Observer): Buffer {
    const once = new Redactor(this.#parts(observe));
    return Buffer.concat([once.feed(bytes), once.flush(reason)]);
  }

  get held(): number {
    return this.#stream.held;
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#stream.counts;
  }
}

/** Finds the UTF-16 unit at an offset of UTF-8 text; quick for offsets that ascend. @param first unit at offset 0 */
function placesIn(bytes: Uint8Array, first: number): (offset: number) => number {
  let [offset, unit] = [0, first];
  return (to) => {
    if (to < offset) [offset, unit] = [0, first];
    for (; offset < to; offset++) {
      const byte = bytes[offset]!;
      // A continuation byte adds none, four bytes are a surrogate pair.
      if ((byte & 0xc0) !== 0x80) unit += byte >= 0xf0 ? 2 : 1;
    }
    return unit;
  };
}

function showCell(sessionKey: Uint8Array) {
  return (style: ColumnStyle, name: string, value: string): string => {
    if (style === 'last4' && value.length >= 8) return `…${value.slice(-4)}`;
    const at = value.indexOf('@');
    if (style === 'email' && at > 0) return `${value[0]}…${value.slice(at)}`;
    // Eleven characters: a guess has one chance in 2^66.
    if (style === 'hash') return `‹${name}:${tagOf(sessionKey, value, 11)}›`;
    return maskOf(sessionKey, name, value);
  };
}
