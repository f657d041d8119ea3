const number = new Float64Array(1);
const bits = new BigInt64Array(number.buffer);

/** The place of a finite number among all doubles: a smaller number has a smaller place, and next to each other are those with none between. −0 and 0 share one. */
export function placeOf(value: number): bigint {
  number[0] = value;
  return bits[0]! >= 0n ? bits[0]! : -(bits[0]! & 0x7fffffffffffffffn);
}

export function numberAt(place: bigint): number {
  bits[0] = place >= 0n ? place : -place;
  return place >= 0n ? number[0]! : 0 - number[0]!;
}

/** The number half way between two, counted in doubles: between any two numbers there are 64 such steps at most, also around 0. */
export function middleDouble(low: number, high: number): number {
  return numberAt((placeOf(low) + placeOf(high)) / 2n);
}

/** The largest number below this one. */
export function doubleBefore(value: number): number {
  return numberAt(placeOf(value) - 1n);
}
