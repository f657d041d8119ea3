import { useState } from 'react';

/** What somebody chose among values that arrive bit by bit. Until somebody does, or where it is gone, the preferred one if it is there, else the first: never what happened to come first. */
export function useChoice(values: readonly string[], preferred: string = values[0] ?? ''): readonly [string, (value: string) => void] {
  const [chosen, setChosen] = useState<string | null>(null);
  const value = [chosen, preferred].find((one) => one !== null && values.includes(one)) ?? values[0] ?? '';
  return [value, setChosen];
}
