// The way out of a stream: holds what was found until its place leaves, and puts one mask for each run of findings
// that overlap. Clean text leaves as slices of what came in.
import type { Intake } from './intake.ts';
import { project } from './projection.ts';
import type { Span } from './rule.ts';

/** A finding in raw offsets of the stream. */
export interface Finding extends Span {
  readonly kind: string;
  /** What is shown instead; a mask of the kind when absent. */
  readonly shown?: (value: string) => string;
}

export type MaskMaker = (kind: string, value: string) => string;

/** Told of each finding that was masked, in order, as it leaves. */
export type Observer = (finding: Finding) => void;

const colour = /\x1b\[[0-9;:]*m/g;

export class Outlet {
  /** Everything before this raw offset has left. */
  emitted = 0;
  readonly counts = new Map<string, number>();
  readonly #mask: MaskMaker;
  readonly #observe: Observer | undefined;
  #findings: Finding[] = [];
  #maskedTo = -1;
  #swallowing: 'word' | 'line' | undefined;

  constructor(mask: MaskMaker, observe?: Observer) {
    this.#mask = mask;
    this.#observe = observe;
  }

  add(finding: Finding): void {
    if (finding.end > this.emitted) this.#findings.push(finding);
  }

  /** From here on everything up to the next delimiter, or line end, is dropped: it goes on with what was masked. */
  swallow(upTo: 'word' | 'line'): void {
    this.#swallowing = upTo;
  }

  /** What lies before the raw offset `to`, in one piece; undefined when not all of it leaves as it is. */
  releaseClean({ bytes, base }: Intake, to: number): Buffer | undefined {
    if (this.#findings.length > 0 || this.#swallowing || to <= this.emitted) return undefined;
    const from = this.emitted - base;
    this.emitted = to;
    return from === 0 && to - base === bytes.length ? bytes : bytes.subarray(from, to - base);
  }

  /** Takes out what lies before the raw offset `to`, up to a finding that reaches beyond it. */
  release(intake: Intake, to: number): Buffer[] {
    const out: Buffer[] = [];
    if (this.#swallowing) this.#drop(intake);
    if (this.#findings.length > 0) this.#releaseFindings(out, intake, to);
    const stop = this.#findings.reduce((least, { start }) => Math.min(least, start), to);
    this.#put(out, intake, stop);
    return out;
  }

  #releaseFindings(out: Buffer[], intake: Intake, to: number): void {
    const ready: Finding[] = [];
    const later: Finding[] = [];
    for (const group of merge(this.#findings)) {
      if (group[0]!.start < to && group.every(({ end }) => end <= to)) ready.push(summary(group));
      else later.push(...group);
    }
    this.#findings = later;
    for (const finding of ready) {
      if (finding.end <= this.emitted) continue;
      this.#put(out, intake, finding.start);
      const goesOn = finding.start < this.#maskedTo && this.emitted === this.#maskedTo;
      this.#observe?.(finding);
      if (!goesOn) this.#putMask(out, intake, finding);
      this.emitted = Math.max(this.emitted, finding.end);
      this.#maskedTo = this.emitted;
    }
  }

  #putMask(out: Buffer[], { bytes, base, start }: Intake, finding: Finding): void {
    const from = Math.max(finding.start - base, start);
    const raw = bytes.toString('latin1', from, finding.end - base);
    const edited = /[\x1b\r\b]/.test(raw);
    const value = edited ? project(undefined, bytes, 0, from, finding.end - base)[0]!.text : raw;
    const shown = finding.shown?.(value) ?? this.#mask(finding.kind, value);
    this.counts.set(finding.kind, (this.counts.get(finding.kind) ?? 0) + 1);
    // Colours set inside the value hold on behind it.
    const colours = edited ? (raw.match(colour) ?? []).join('') : '';
    out.push(Buffer.from(shown + colours, 'utf8'));
  }

  #put(out: Buffer[], { bytes, base }: Intake, to: number): void {
    if (to <= this.emitted) return;
    out.push(bytes.subarray(this.emitted - base, to - base));
    this.emitted = to;
  }

  #drop({ bytes, base, end }: Intake): void {
    let at = this.emitted - base;
    const word = this.#swallowing === 'word';
    while (at < end && (word ? !isDelimiter(bytes[at]!) : bytes[at] !== 0x0a && bytes[at] !== 0x0d)) at++;
    this.emitted = base + at;
    if (at < end) this.#swallowing = undefined;
  }
}

/** Ends a value that is dropped unread: blanks, controls, quotes, comma, semicolon. */
export function isDelimiter(byte: number): boolean {
  return byte <= 0x20 || byte === 0x22 || byte === 0x27 || byte === 0x60 || byte === 0x2c || byte === 0x3b;
}

function merge(findings: Finding[]): Finding[][] {
  const sorted = findings.sort(byPlace);
  const groups: Finding[][] = [];
  let end = -1;
  for (const finding of sorted) {
    if (finding.start < end) groups.at(-1)!.push(finding);
    else groups.push([finding]);
    end = Math.max(end, finding.end);
  }
  return groups;
}

// For equal ranges the order must not depend on which was found first.
function byPlace(one: Finding, other: Finding): number {
  return one.start - other.start || other.end - one.end || rank(one) - rank(other) || (one.kind < other.kind ? -1 : 1);
}

/** A style of its own goes first, then known values. */
function rank(finding: Finding): number {
  return finding.shown ? 0 : finding.kind === 'known' ? 1 : 2;
}

// The first finding, the longest of those, names the mask; a style of its own holds only for a finding by itself.
function summary(group: Finding[]): Finding {
  const first = group[0]!;
  const end = Math.max(...group.map((finding) => finding.end));
  return end === first.end ? first : { kind: first.kind, start: first.start, end };
}
