// A pending request as the page shows it. Every text of it is untrusted, and is only ever text.
import type { Card, StdinNote } from '../../../approval/approval.ts';
import { effectText } from '../../../language/effect-text.ts';
import type { Request } from '../api.ts';

/** @param now µs of the desk's clock. @param forbidden why this viewer may not decide, or null */
export function toRequest(card: Card, now: number, forbidden: string | null): Request {
  const {
    request,
    session,
    requests,
    digest,
    level,
    mode,
    cwd,
    statement,
    rules,
    say,
    reason,
    highRisk,
    noteRequired,
  } = card;
  return {
    request,
    session,
    requests: [...requests],
    digest,
    agent: { name: card.agent.name, owner: card.agent.owner },
    target: { name: card.target.name, kind: card.target.kind, labels: { ...card.target.labels } },
    level,
    mode,
    cwd,
    statement,
    effects: card.effects
      .toSorted((one, other) => gravity[other.decision] - gravity[one.decision])
      .map(({ effect, decision, rules: by }) => ({
        text: `${effect.kind} ${effectText(effect)}`,
        decision,
        rules: [...by],
      })),
    rules: [...rules],
    say,
    reason,
    highRisk,
    noteRequired,
    stdin: stdinText(card.stdin),
    files: card.files.map(({ realpath, size, sha256, head }) => ({ path: realpath, size, sha256, head })),
    asked: card.asked,
    left: Math.max(0, (card.deadline - now) / 1_000_000),
    forbidden,
  };
}

const gravity = { allow: 0, ask: 1, deny: 2 } as const;

function stdinText(stdin: StdinNote): string | null {
  switch (stdin.kind) {
    case 'none':
      return null;
    case 'attached':
      return 'the program also reads what the agent sends it; nobody has looked at it';
    case 'bound':
      return `${stdin.bytes} bytes, sha256 ${stdin.sha256}\n${stdin.text}`;
  }
}
