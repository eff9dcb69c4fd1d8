// Whether letters look drawn by lot. Words and names made of words have humps of some length and vowels in between.

/** Capitals where no word begins, or six consonants in a row, in one of the runs of letters. */
export function isGibberish(text: string): boolean {
  return (text.match(/[A-Za-z]{6,}/g) ?? []).some((run) => consonants.test(run) || isRagged(run));
}

const consonants = /[bcdfghjklmnpqrstvwxz]{6}/i;

function isRagged(run: string): boolean {
  const humps = run.match(/[A-Z]+[a-z]*|[a-z]+/g)!.length;
  return humps >= 4 ? run.length / humps < 2.8 : humps === 3 && run.length / humps <= 2.4;
}
