import type { CutsInput, GroupingInput } from '../../generated/graphql';

/** One column a line, "age: 25, 45, 65"; the name may hold colons itself. Throws an Error that says which line cannot be read. */
export function parseCuts(text: string): CutsInput[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.lastIndexOf(':');
      const at = line.slice(colon + 1).split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
      if (colon < 1 || !at.every(Number.isFinite)) throw new Error(`The ranges “${line.trim()}” cannot be read; write a column, a colon and ascending numbers, like “age: 25, 45, 65”.`);
      return { column: line.slice(0, colon).trim(), at };
    });
}

/** What the form says of groups; fields left empty are left to the API. */
export function groupingFrom(form: FormData): GroupingInput {
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const cuts = parseCuts(text('cuts'));
  return {
    ...(text('depth') === '' ? {} : { depth: Number(text('depth')) }),
    ...(cuts.length === 0 ? {} : { cuts }),
    ...(text('weight') === '' ? {} : { weight: text('weight') }),
    ...(text('cluster') === '' ? {} : { cluster: text('cluster') }),
    ...(text('withholdBelow') === '' ? {} : { withholdBelow: Number(text('withholdBelow')) }),
  };
}
