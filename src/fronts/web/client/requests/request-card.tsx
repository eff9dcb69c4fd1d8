// A card: everything a person needs to judge a request, nothing left out. First what will run, then what it would do.
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { SafeBlock, SafeText } from '../parts/safe-text.tsx';
import { foreignLetters } from '../parts/visible.ts';
import { countText, sizeText, timeOfDay } from '../parts/words.ts';
import { Link } from '../router.tsx';
import { Countdown } from './countdown.tsx';
import type { WaitingRequest } from './use-requests.ts';

interface RequestCardProps {
  readonly card: WaitingRequest;
  /** The last line of what an approval binds was on the screen. */
  readonly onRead: () => void;
}

export function RequestCard({ card, onRead }: RequestCardProps) {
  const { agent, target, level, mode, cwd, statement, effects, rules, say, reason, stdin, files } = card;
  const letters = foreignLetters(statement);
  return (
    <article className="card" aria-label="Request">
      <header>
        <h2>
          <SafeText text={agent.name} most={64} /> → <SafeText text={target.name} most={64} />
        </h2>
        <span className="dim">
          of <SafeText text={agent.owner} most={64} />
        </span>
        {card.highRisk ? <span className="verdict denied">high risk</span> : null}
        <Countdown deadline={card.deadline} />
      </header>
      <p className="dim">
        in{' '}
        <span className="code">
          <SafeText text={cwd} />
        </span>
      </p>
      <SafeBlock text={statement} className="code statement" />
      {letters.length === 0 ? null : (
        <p className="warning">
          not ASCII: <SafeText text={letters.join(', ')} most={2000} />
        </p>
      )}
      {stdin === null ? null : (
        <section className="warning">
          <h3>input</h3>
          <SafeBlock text={stdin} className="quoted" />
        </section>
      )}
      {files.map(({ path, size, sha256, head }) => (
        <section key={path} className="warning">
          <h3>
            runs file <SafeText text={path} />
          </h3>
          <p className="dim">
            {sizeText(size)}, sha256 <span className="code">{sha256}</span>
          </p>
          <SafeBlock text={head} className="quoted code" />
        </section>
      ))}
      <Seen key={`${card.digest} ${card.requests.join()}`} onSeen={onRead} />
      <h3>it would</h3>
      <ul className="effects">
        {effects.map(({ text, decision, rules: by }) => (
          <li key={`${text} ${decision}`}>
            <span className={`verdict ${decision}`}>{decision}</span> <SafeText text={text} most={1000} />{' '}
            <span className="dim">
              by <SafeText text={by.join(', ')} />
            </span>
          </li>
        ))}
      </ul>
      <dl>
        <Row name="asked by">
          <SafeText text={rules.join(', ')} />
        </Row>
        {say === '' ? null : (
          <Row name="because">
            <SafeText text={say} most={1000} />
          </Row>
        )}
        {reason === null ? null : (
          <Row name="the agent says, and nobody has checked">
            <SafeBlock text={reason} className="quoted" />
          </Row>
        )}
        <Row name="level">{level}</Row>
        <Row name="target">
          <SafeText text={[`${target.name} (${target.kind})`, ...labelTexts(target.labels)].join(' ')} />
        </Row>
        <Row name="asked">
          {timeOfDay(card.asked)} UTC, {mode}
          {card.requests.length > 1
            ? `; one decision about ${countText(card.requests.length, 'identical request')}`
            : ''}
        </Row>
        <Row name="session">
          <Link to={{ page: 'session', id: card.session, statement: null }} className="code">
            {card.session}
          </Link>
        </Row>
        <Row name="request">
          <span className="code">{card.requests.join(' ')}</span>
        </Row>
      </dl>
    </article>
  );
}

const labelTexts = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Stands below what an approval binds, and tells when it came into sight. */
function Seen({ onSeen }: { readonly onSeen: () => void }) {
  const line = useRef<HTMLDivElement>(null);
  const seen = useEffectEvent(onSeen);
  useEffect(() => {
    const element = line.current;
    if (element === null) return;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) seen();
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return <div ref={line} className="end-of-binding" />;
}
