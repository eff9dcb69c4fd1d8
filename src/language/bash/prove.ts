// Holds every entry to its examples when the language is loaded.
import type { Effect } from '../effect.ts';
import type { Entry } from './entry.ts';
import { createReading } from './reading.ts';
import type { Lookup, Obeyed } from './walker.ts';

const place = { cwd: '/w', home: '/h', user: 'u' };

/** `read src/a.ts`, `write /etc/x`, `delete tree d`, `net host`, `run git status`, `opaque …`: paths relative to `/w`. */
export function describe(effect: Effect): string {
  const { kind } = effect;
  switch (kind) {
    case 'run':
      return `run ${effect.argv.map((word) => word ?? '?').join(' ')}`;
    case 'read':
    case 'write':
    case 'delete':
    case 'define': {
      if (effect.name !== undefined) return `define ${effect.name}`;
      const path = effect.path === null ? '?' : effect.path.replace(/^\/w\/(?=.)/, '').replace(/^\/w$/, '.');
      return [kind, ...(effect.tree ? ['tree'] : []), ...(effect.glob ? ['glob'] : []), path].join(' ');
    }
    case 'net':
      return `net ${effect.host ?? '?'}`;
    case 'restart':
    case 'privilege':
    case 'discloses':
      return `${kind} ${effect.what}`;
    case 'set':
      return `set ${effect.name}`;
    case 'raw':
      return `raw ${effect.program}`;
    case 'opaque':
      return 'opaque';
  }
}

/** @throws Error when an example does not hold */
export function prove(entry: Entry, lookup: Lookup, obeyed: Obeyed): void {
  for (const [line, ...expected] of entry.examples) {
    const { effects, refusal } = createReading(place, lookup, obeyed).analyse(line);
    const own = effects.findIndex((effect) => isOwnRun(entry, effect));
    // Several things that are not followed are told as one here.
    const found = refusal ? ['refused'] : [...new Set(effects.filter((_, at) => at !== own).map(describe))];
    if (found.toSorted().join('\n') !== [...new Set(expected)].toSorted().join('\n')) {
      throw new Error(
        `the example of ${entry.names[0]} does not hold: ${line}\n  has ${found.join(' · ') || 'no effect'}\n  not ${expected.join(' · ') || 'no effect'}`,
      );
    }
  }
}

function isOwnRun(entry: Entry, effect: Effect): boolean {
  const word = effect.kind === 'run' ? (effect.argv[0] as string) : null;
  return word !== null && entry.names.includes(word.slice(word.lastIndexOf('/') + 1));
}
