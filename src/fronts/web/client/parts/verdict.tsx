// A statement's verdict: a word in the colour of what the door did, never the colour alone.
import type { Statement } from '../../api.ts';
import { toneOf, verdictWord } from './words.ts';

export function Verdict({ of }: { readonly of: Pick<Statement, 'outcome' | 'decision'> }) {
  return <span className={`verdict ${toneOf(of)}`}>{verdictWord(of)}</span>;
}
