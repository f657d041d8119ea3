/** At most so many at a time, the others in the order they came: what costs a process, memory or a database connection must not be asked for without end. */
export function inTurn(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next(); // the place goes from hand to hand
      else free++;
    }
  };
}
