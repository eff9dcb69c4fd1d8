// One statement in full: its bytes made visible, and everything that was decided and measured about it.
import { type ReactNode, useState } from 'react';
import type { Statement } from '../../api.ts';
import { usePageKeys } from '../parts/keys.ts';
import { SafeBlock, SafeText } from '../parts/safe-text.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { durationText, masksText, sizeText, timeOfDay } from '../parts/words.ts';

export function StatementDetail({ statement }: { readonly statement: Statement }) {
  const { sequence, text, request, rules, say, by, note, submitted, waited, started, finished } = statement;
  const { status, printed, masks } = statement;
  return (
    <section className="detail" aria-label="Statement">
      <header>
        <h2>
          Statement {sequence} <Verdict of={statement} />
        </h2>
        <CopyButton text={text} key={request} />
      </header>
      <SafeBlock text={text} className="code" />
      <dl>
        <Fact name="rule" of={rules.length === 0 ? null : <SafeText text={rules.join(', ')} />} />
        <Fact name="because" of={say === '' ? null : <SafeText text={say} />} />
        <Fact name="decided by" of={by === null ? null : <SafeText text={by} />} />
        <Fact name="note" of={note === null ? null : <SafeText text={note} most={1000} />} />
        <Fact name="submitted" of={`${timeOfDay(submitted)} UTC`} />
        <Fact name="waited" of={waited === null ? null : durationText(waited)} />
        <Fact
          name="ran"
          of={
            started === null
              ? null
              : finished === null
                ? 'not over'
                : durationText((Date.parse(finished) - Date.parse(started)) / 1000)
          }
        />
        <Fact name="exit status" of={status} />
        <Fact name="printed" of={printed === null ? null : sizeText(printed)} />
        <Fact name="masked" of={masksText(masks) === '' ? null : <SafeText text={masksText(masks)} />} />
        <Fact name="request" of={<span className="code">{request}</span>} />
      </dl>
    </section>
  );
}

export function NoStatement() {
  return (
    <section className="detail" aria-label="Statement">
      <p className="dim">Choose a statement of the list.</p>
    </section>
  );
}

function Fact({ name, of }: { readonly name: string; readonly of: ReactNode }) {
  if (of === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{of}</dd>
    </div>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  function copy() {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  }
  usePageKeys({ c: copy });
  return (
    <span>
      <button type="button" onClick={copy} title="Copies the text as it was masked (c)">
        Copy
      </button>
      <span role="status" className="dim">
        {copied === null ? '' : copied ? ' copied' : ' the browser does not let this page copy'}
      </span>
    </span>
  );
}
