// `limits:` and `recordings:`, how much of everything; the defaults suit one machine with a few dozen agents.
import { z } from 'zod';
import { count, duration, filePath, size } from './units.ts';

export const limitsSchema = z
  .strictObject({
    preAuth: duration.prefault('30s').describe('from connection to authentication'),
    tries: count.prefault(6).describe('failed signatures a connection'),
    connectionsPerAddress: count.prefault(20),
    sessionsPerIdentity: count.prefault(32),
    idle: duration.prefault('30m').describe('a session without input and output ends'),
    maxDuration: duration.prefault('12h').describe('of a session'),
    environment: size.prefault('8KiB').describe('of variables a client may send'),
  })
  .prefault({});

export const recordingsSchema = z
  .strictObject({
    dir: filePath.default('recordings'),
    input: z.boolean('must be true or false').default(false).describe('record keys too, but for hidden ones'),
    retention: duration.prefault('365d'),
    maxSession: size.prefault('1GiB').describe('over it the session ends'),
    maxIdentityHour: size.prefault('8GiB').describe('over it the identity’s session ends'),
    freeSpaceFloor: size.prefault('256MiB').describe('below it no session begins'),
  })
  .prefault({});
