/** Powers of ten up to here are exact doubles, so that a whole number divided by one is the double nearest to the decimal. */
const EXACT_POWER = 22;

/**
 * The number with the fewest decimal places (or the most trailing zeros) in a closed interval of finite numbers; of several, the one nearest to `towards`,
 * which lies in the interval. What a reader can take in: 42.5, not 42.50000000000001.
 */
export function shortestDecimal(low: number, high: number, towards: number): number {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (low <= 0 && high >= 0 && towards === 0) return 0;
  const magnitude = largest === 0 ? 0 : decimalMagnitude(largest);
  const most = Math.min(EXACT_POWER, 17 - magnitude);
  for (let places = Math.max(-EXACT_POWER, -magnitude); places <= most; places++) {
    const power = Number(`1e${Math.abs(places)}`);
    const at = (whole: number): number => (places >= 0 ? whole / power : whole * power) + 0; // + 0: never −0
    const nearest = Math.round(places >= 0 ? towards * power : towards / power);
    const side = at(nearest) < low ? 1 : -1;
    for (const candidate of [at(nearest), at(nearest + side)]) if (candidate >= low && candidate <= high) return candidate;
  }
  return towards;
}

/** ⌈log₁₀ x⌉ of an x > 0, from its digits. */
function decimalMagnitude(x: number): number {
  const [digits, exponent] = x.toExponential().split('e');
  return Number(exponent) + (digits === '1' ? 0 : 1);
}
