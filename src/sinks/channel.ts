// Sink: the agent's own channel. Markers, input and resizes are not for it; a client that left drops what comes.
import type { Client } from '../fronts/front.ts';
import type { Sink } from './sink.ts';

export function createChannelSink(client: Client): Sink {
  return {
    name: 'channel',
    write: (event) => (event.type === 'output' ? client.write(event.stream, event.bytes) : undefined),
    close: async () => {},
  };
}
