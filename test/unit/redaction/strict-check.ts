// The strict leak check: how much of a secret is visible in what came out, after rendering it the way a terminal does.
// "The whole secret is absent" is no measure: most of it may be there.

export interface Row {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly secrets: readonly string[];
  /** Values that must survive on the line. */
  readonly keeps?: readonly string[];
}

export type Verdict = 'hidden' | 'partial' | 'whole';

/** What can be read: escapes removed, once with wraps and carriage returns joined, once with them as line breaks. */
export function render(output: string): string[] {
  const plain = output
    .replace(/\x1b\[[0-9;:?<=>]*[ -/]*[@-~]/g, '')
    .replace(/\x1b[\]P_^]([^\x07\x1b]*)(?:\x07|\x1b\\)/g, ' $1 ')
    .replace(/\x1b[ -/]*[0-~]/g, '');
  return [plain, plain.replace(/ ?\r(?!\n)/g, ''), plain.replace(/ ?[\r\n]+/g, '')];
}

/** Whole or partial: a run of at least 8 characters and 30 % that stands nowhere else in the row. */
export function judgeSecret(secret: string, row: Row, views: readonly string[]): Verdict {
  if (views.some((view) => view.includes(secret))) return 'whole';
  const least = Math.max(8, Math.ceil(secret.length * 0.3));
  let elsewhere = row.text;
  for (const other of row.secrets) elsewhere = elsewhere.split(other).join('\0');
  for (let at = 0; at + least <= secret.length; at++) {
    const run = secret.slice(at, at + least);
    if (views.some((view) => view.includes(run)) && !elsewhere.includes(run)) return 'partial';
  }
  return 'hidden';
}
