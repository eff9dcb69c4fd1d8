// The word somebody probably meant.

/** The known word nearest to a misspelt one, when it is near enough; by edit distance (Levenshtein). */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const far = Math.max(1, Math.min(3, Math.floor(word.length / 2))) + 1;
  let best: { readonly word: string; readonly distance: number } = { word: '', distance: far };
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < best.distance) best = { word: candidate, distance };
  }
  return best.distance < far ? best.word : null;
}

function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const change = (previous[column - 1] as number) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[to.length] as number;
}
