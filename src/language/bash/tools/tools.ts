// The tool families, one line each.
import type { Entry } from '../entry.ts';
import { archiveTools } from './archives.ts';
import { awkTools } from './awk.ts';
import { buildTools } from './build.ts';
import { editorTools } from './editors.ts';
import { fileTools } from './files.ts';
import { findTools } from './find.ts';
import { gitTools } from './git.ts';
import { hostTools } from './host.ts';
import { interpreterTools } from './interpreters.ts';
import { networkTools } from './network.ts';
import { opsTools } from './ops.ts';
import { packageTools } from './packages.ts';
import { readerTools } from './readers.ts';
import { searchTools } from './search.ts';
import { sedTools } from './sed.ts';
import { streamTools } from './streams.ts';
import { textTools } from './text.ts';
import { xargsTools } from './xargs.ts';

export const tools: readonly Entry[] = [
  ...textTools,
  ...readerTools,
  ...streamTools,
  ...searchTools,
  ...findTools,
  ...xargsTools,
  ...sedTools,
  ...awkTools,
  ...fileTools,
  ...archiveTools,
  ...gitTools,
  ...networkTools,
  ...interpreterTools,
  ...editorTools,
  ...packageTools,
  ...buildTools,
  ...opsTools,
  ...hostTools,
];
