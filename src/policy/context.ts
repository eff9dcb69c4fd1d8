// The circumstances a line is judged in when no session is there to say: a policy's own `context:`, a test, flags.
import type { Language, Place } from '../language/language.ts';
import { asList } from './lists.ts';
import type { Question } from './policy.ts';
import type { PolicyContext, PolicyTest } from './schema.ts';

export interface Circumstances extends Place {
  readonly workspace: string;
  readonly agent: Question['agent'];
  readonly target: Question['target'];
}

/** Fills what the context leaves open: an agent `agent` that is attended, a local target, everything in its home. */
export function circumstancesOf(context: PolicyContext): Circumstances {
  const home = context.home ?? '/home/agent';
  const workspace = context.workspace ?? context.cwd ?? home;
  return {
    cwd: context.cwd ?? workspace,
    home,
    workspace,
    user: context.user ?? 'agent',
    agent: namedAgent(context.agent),
    target: namedTarget(context.target),
  };
}

/** The circumstances of one inline test. */
export function circumstancesOfTest(test: PolicyTest, base: Circumstances): Circumstances {
  const agent = test.agent === undefined ? base.agent : namedAgent(test.agent);
  return {
    ...base,
    cwd: test.cwd ?? base.cwd,
    agent: test.role === undefined ? agent : { ...agent, roles: asList(test.role) },
    target: test.target === undefined ? base.target : namedTarget(test.target),
  };
}

/** The question a line makes as the first statement of a fresh session. Touches no file system. */
export function questionOf(line: string, { cwd, home, user, ...scope }: Circumstances, language: Language): Question {
  const analysis = language.read({ cwd, home, user }).analyse(line);
  return { statement: line, analysis, home, agent: scope.agent, target: scope.target, workspace: scope.workspace };
}

function namedAgent(agent: PolicyContext['agent'] = 'agent'): Question['agent'] {
  if (typeof agent === 'string') return { name: agent, roles: [], attended: true };
  return { name: agent.name, roles: agent.roles ?? [], attended: agent.attended ?? true };
}

function namedTarget(target: PolicyContext['target'] = 'local'): Question['target'] {
  if (typeof target === 'string') return { name: target, kind: 'local', labels: {} };
  const { name, kind = 'local', labels = {}, sharedUser = false } = target;
  return { name, kind, labels, sharedUser };
}
