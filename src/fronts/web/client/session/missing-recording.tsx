// What stands in the player's place when there is nothing to play.
import type { Replay } from '../../api.ts';
import { EmptyNote } from '../parts/notes.tsx';

export function MissingRecording({ form }: { readonly form: Replay['form'] | null }) {
  if (form === 'preparing') {
    return <EmptyNote>This recording is long: it is being cut into pieces. A moment …</EmptyNote>;
  }
  if (form !== 'gone') return <div className="screen" aria-busy="true" />;
  return (
    <EmptyNote>
      The recording is gone: it was deleted when its time was over, or is not on this broker’s disk any more. The
      statements and what was decided about them are still here.
    </EmptyNote>
  );
}
