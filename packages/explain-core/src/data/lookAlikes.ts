// Characters that no reader sees, or that turn the direction of writing: two levels that differ in them look the same.
export const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
const everyInvisible = new RegExp(invisible, 'gu');

/**
 * Sets of levels that differ only in case, blanks, width, invisible characters or the way accents are written (Unicode form NFKC), in the order of the
 * levels; each set has at least two. Nothing is merged: whether they mean the same is for the data's owner to say.
 */
export function lookAlikes(levels: readonly string[]): string[][] {
  const alike = new Map<string, string[]>();
  for (const level of levels) {
    const key = level.replace(everyInvisible, '').normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
    const set = alike.get(key);
    if (set) set.push(level);
    else alike.set(key, [level]);
  }
  return [...alike.values()].filter((set) => set.length > 1);
}

/** One set in a sentence: each in quotes, with what cannot be seen written out, and what looks the same told apart. */
export function shownApart(set: readonly string[]): string {
  return set.map((level) => `"${escaped(level)}"${set.some((other) => other !== level && other.normalize('NFC') === level.normalize('NFC')) ? ` (${charactersOf(level)})` : ''}`).join(' and ');
}

function charactersOf(level: string): string {
  const count = [...level].length;
  return count === 1 ? '1 character' : `${count} characters`;
}

export function escaped(level: string): string {
  return level.replace(everyInvisible, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
