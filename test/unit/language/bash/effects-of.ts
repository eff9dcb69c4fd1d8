// Effects as texts, for tests that read like tables.
import { bash } from '../../../../src/language/bash/bash.ts';
import { describe } from '../../../../src/language/bash/prove.ts';
import type { Reading } from '../../../../src/language/language.ts';

export const newReading = (): Reading => bash.read({ cwd: '/w', home: '/h', user: 'u' });

/** In order, each once, paths below `/w` relative; a refusal is the last entry. */
export function effectsOf(statement: string, reading: Reading = newReading()): readonly string[] {
  const { effects, refusal } = reading.analyse(statement);
  return [...new Set(effects.map(describe)), ...(refusal ? [`refused: ${refusal.reason}`] : [])];
}

export const refusalOf = (statement: string) => newReading().analyse(statement).refusal;

/** Runs one statement after the other, each with success, and says what the last would do. */
export function afterwards(statements: readonly string[], last: string): readonly string[] {
  const reading = newReading();
  for (const statement of statements) reading.settle(statement, { status: 0, cwd: '/w' });
  return effectsOf(last, reading);
}
