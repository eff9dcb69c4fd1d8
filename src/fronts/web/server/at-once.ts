// How many of a costly thing go on at once, by name: of a person, of all.
import { RequestFailure } from './failures.ts';

/** @throws RequestFailure when one more is too many. */
type AtOnce = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

export function createAtOnce(most: number): AtOnce {
  const going = new Map<string, number>();
  return async (name, work) => {
    const count = going.get(name) ?? 0;
    if (count >= most) throw new RequestFailure('TOO_MANY');
    going.set(name, count + 1);
    try {
      return await work();
    } finally {
      const left = (going.get(name) ?? 1) - 1;
      if (left > 0) going.set(name, left);
      else going.delete(name);
    }
  };
}
