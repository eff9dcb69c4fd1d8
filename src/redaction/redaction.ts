// Redaction as the rest of the broker uses it: compiled once from the configuration, then one stage for each output
// stream of a session, and one call for short texts. All of a session share its key, so equal values get equal masks.
import { randomBytes } from 'node:crypto';
import { personalKindsOf, type RedactionConfig } from './config.ts';
import { compileKnownValues } from './known/known-values.ts';
import { maskOf, tagOf } from './mask.ts';
import { ColumnReader, type ColumnStyle } from './readers/columns.ts';
import { ManifestReader, manifestWords } from './readers/manifest.ts';
import { PrivateKeyReader, privateKeyWords } from './readers/private-key.ts';
import { type FlushReason, Redactor, type RedactorParts } from './redactor.ts';
import { compileRules } from './rule-set.ts';
import { personalRules, secretRules } from './rules/registry.ts';
import type { RedactionStage } from './stage.ts';

/** A stage that also knows what to do while its stream stalls. */
export interface StreamRedactor extends RedactionStage {
  /** `end` when absent: everything leaves. A stalled stream asks for `idle` after some 20 ms and `cap` after 500. */
  flush(reason?: FlushReason): Uint8Array;
  /** Bytes taken in and not yet sent. */
  readonly held: number;
  /** Masks put so far, by kind. */
  readonly counts: ReadonlyMap<string, number>;
}

export interface Redaction {
  /** A redactor for one stream of the session with this key (32 random bytes). */
  open(sessionKey: Uint8Array): StreamRedactor;
  /** Known values too short to be told from ordinary text: they are not masked. */
  readonly refusedValues: number;
}

/** Compiles the rules (some tens of milliseconds); `values` are known values besides those of the configuration. */
export function createRedaction(config: RedactionConfig, values: readonly string[] = []): Redaction {
  const known = compileKnownValues([...config.values, ...values]);
  const personal = personalKindsOf(config);
  const columns = new Map(Object.entries(config.columns).map(([name, style]) => [name.toLowerCase(), style]));
  const rules = compileRules(
    [...(config.secrets ? secretRules : []), ...[...personal].flatMap((kind) => personalRules[kind])],
    [
      ...(config.secrets ? [...privateKeyWords, ...manifestWords] : []),
      ...(columns.size > 0 ? ColumnReader.words(columns) : []),
    ],
    known?.triggers ?? [],
  );
  return {
    refusedValues: known?.refused ?? 0,
    open(sessionKey) {
      const parts = (): RedactorParts => ({
        rules,
        known,
        readers: [
          ...(config.secrets ? [new PrivateKeyReader(), new ManifestReader()] : []),
          ...(columns.size > 0 ? [new ColumnReader(columns, showCell(sessionKey))] : []),
        ],
        mask: (kind, value) => maskOf(sessionKey, kind, value),
        personal: personal.size > 0,
      });
      return new Stage(parts);
    },
  };
}

export function newSessionKey(): Uint8Array {
  return randomBytes(32);
}

class Stage implements StreamRedactor {
  readonly #parts: () => RedactorParts;
  readonly #stream: Redactor;

  constructor(parts: () => RedactorParts) {
    this.#parts = parts;
    this.#stream = new Redactor(parts());
  }

  feed(bytes: Uint8Array): Uint8Array {
    return this.#stream.feed(bytes);
  }

  flush(reason: FlushReason = 'end'): Uint8Array {
    return this.#stream.flush(reason);
  }

  text(text: string): string {
    const once = new Redactor(this.#parts());
    return Buffer.concat([once.feed(Buffer.from(text, 'utf8')), once.flush('end')]).toString('utf8');
  }

  get held(): number {
    return this.#stream.held;
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#stream.counts;
  }
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
