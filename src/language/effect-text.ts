// An effect in words, for people who judge it.
import type { Effect } from './effect.ts';

/** What it does to what; untrusted text. */
export function effectText(effect: Effect): string {
  switch (effect.kind) {
    case 'run':
      return effect.argv.map((word) => (word === null ? '‹unknown›' : quote(word))).join(' ');
    case 'read':
    case 'write':
    case 'delete':
    case 'define': {
      const what = effect.path ?? effect.name ?? '‹unknown path›';
      return `${what}${effect.tree === true ? ' and all below' : ''}${effect.glob === true ? ' (pattern)' : ''}`;
    }
    case 'net':
      return effect.host ?? '‹unknown host›';
    case 'restart':
    case 'privilege':
    case 'discloses':
      return effect.what;
    case 'set':
      return effect.name;
    case 'raw':
      return effect.program;
    case 'opaque':
      return effect.reason;
  }
}

const quote = (word: string) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word}'`);
