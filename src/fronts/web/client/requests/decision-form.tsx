// The foot of a card: approve, deny, and what is asked for in between. Pasted words do nothing.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type Half, wasPasted } from './deciding.ts';

interface DecisionFormProps {
  readonly half: Half | null;
  readonly armed: boolean;
  readonly onBegin: (decision: 'approve' | 'deny') => void;
  readonly onWord: (typed: string) => void;
  readonly onNote: (note: string) => void;
  readonly onCancel: () => void;
  readonly onPasted: () => void;
}

export function DecisionForm({ half, armed, onBegin, onWord, onNote, onCancel, onPasted }: DecisionFormProps) {
  if (half === null || half.step === 'send') {
    return (
      <div className="decision">
        <button type="button" className="approve" disabled={!armed || half !== null} onClick={() => onBegin('approve')}>
          Approve <kbd>a</kbd>
        </button>
        <button type="button" className="danger" disabled={half !== null} onClick={() => onBegin('deny')}>
          Deny <kbd>d</kbd>
        </button>
      </div>
    );
  }
  const asks =
    half.step === 'word'
      ? { label: 'Type the word approve', say: onWord }
      : { label: half.decision === 'deny' ? 'Why not? The agent is told' : 'A note is required', say: onNote };
  return (
    <Question
      key={half.step}
      label={asks.label}
      button={half.decision === 'approve' ? 'Approve' : 'Deny'}
      typedOnly={half.step === 'word'}
      onSay={asks.say}
      onCancel={onCancel}
      onPasted={onPasted}
    />
  );
}

interface QuestionProps {
  readonly label: string;
  readonly button: string;
  readonly typedOnly: boolean;
  readonly onSay: (text: string) => void;
  readonly onCancel: () => void;
  readonly onPasted: () => void;
}

function Question({ label, button, typedOnly, onSay, onCancel, onPasted }: QuestionProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useEffect(() => field.current?.focus(), []);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== '') onSay(typedOnly ? text : text.trim());
  }
  return (
    <form
      className="decision"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <label>
        {label}
        <input
          ref={field}
          value={text}
          maxLength={typedOnly ? 32 : 1000}
          autoComplete="off"
          spellCheck={!typedOnly}
          onChange={({ target }) => {
            if (typedOnly && wasPasted(text, target.value)) onPasted();
            else setText(target.value);
          }}
        />
      </label>
      <button type="submit" className={button === 'Approve' ? 'approve' : 'danger'} disabled={text.trim() === ''}>
        {button}
      </button>
      <button type="button" onClick={onCancel}>
        Cancel <kbd>Esc</kbd>
      </button>
    </form>
  );
}
