// The console's verbs as data: what a line of words asks for.
import type { LockScope } from '../../../approval/approval.ts';
import { showText } from '../text/pieces.ts';

export type Verb =
  | { readonly kind: 'requests' | 'sessions' | 'rules' | 'web' | 'help' }
  | { readonly kind: 'reload'; readonly acceptLooser: boolean }
  | { readonly kind: 'approve' | 'deny'; readonly id: string; readonly note: string | null }
  | { readonly kind: 'watch'; readonly id: string }
  | { readonly kind: 'kill' | 'revoke'; readonly id: string }
  | { readonly kind: 'lock' | 'unlock'; readonly scope: LockScope; readonly note: string | null };

export type Parsed =
  | { readonly kind: 'verb'; readonly verb: Verb; readonly json: boolean }
  | { readonly kind: 'usage'; readonly sentence: string };

export const usage: readonly string[] = [
  'requests               what waits for a decision',
  'approve ID [NOTE]      approve exactly this request',
  'deny ID NOTE           deny it; the agent is told the note',
  'sessions               who is where, and what runs',
  'watch ID               the screen of a session now; live with ssh -t',
  'kill ID                end a session and every process of it',
  'lock [agent NAME | target NAME | all] [NOTE]     stop it; nothing of it runs until unlock',
  'unlock [agent NAME | target NAME | all]',
  'rules                  temporary rules and locks in force',
  'revoke ID              end a temporary rule',
  'reload [--accept-looser]  read identities and policy again',
  'web                    a link to the web page',
  'help                   this',
  'Each takes --json. Exit: 0 done, 1 too late or already decided, 2 usage, 77 not permitted.',
];

/** Never fails; words are parted by blanks, a note is the rest of the line. */
export function parseVerb(line: string): Parsed {
  const all = line.split(/\s+/).filter((word) => word !== '');
  const json = all.includes('--json');
  const [name = 'help', ...words] = all.filter((word) => word !== '--json');
  const done = (verb: Verb): Parsed => ({ kind: 'verb', verb, json });
  switch (name) {
    case 'requests':
    case 'sessions':
    case 'rules':
    case 'web':
    case 'help':
      return words.length === 0 ? done({ kind: name } as Verb) : wrong(`${name} takes no arguments`);
    case 'reload': {
      const acceptLooser = words.join(' ') === '--accept-looser';
      return words.length === 0 || acceptLooser
        ? done({ kind: name, acceptLooser })
        : wrong('reload takes nothing but --accept-looser');
    }
    case 'approve':
    case 'deny': {
      const [id, ...rest] = words;
      const note = rest.length === 0 ? null : rest.join(' ');
      if (id === undefined || (name === 'deny' && note === null)) {
        return wrong(name === 'deny' ? 'deny takes an ID and a note' : 'approve takes an ID, and may take a note');
      }
      return done({ kind: name, id, note });
    }
    case 'watch':
    case 'kill':
    case 'revoke': {
      const [id, extra] = words;
      return id === undefined || extra !== undefined ? wrong(`${name} takes one ID`) : done({ kind: name, id } as Verb);
    }
    case 'lock':
    case 'unlock':
      return parseScope(name, words, done);
    default:
      return wrong(`there is no verb "${showText(name)}"`);
  }
}

const wrong = (sentence: string): Parsed => ({ kind: 'usage', sentence: `${sentence}; help lists the verbs` });

function parseScope(kind: 'lock' | 'unlock', words: readonly string[], done: (verb: Verb) => Parsed): Parsed {
  const [what = 'all', name, ...rest] = words;
  const scope: LockScope | null =
    what === 'all'
      ? { kind: 'everything' }
      : (what === 'agent' || what === 'target') && name !== undefined
        ? { kind: what, name }
        : null;
  if (scope === null) return wrong(`${kind} takes agent NAME, target NAME or all`);
  const note = (what === 'all' ? words.slice(1) : rest).join(' ');
  if (kind === 'unlock' && note !== '') return wrong('unlock takes no note');
  return done({ kind, scope, note: note === '' ? null : note });
}
