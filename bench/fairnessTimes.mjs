const sorted = (times) => [...times].sort((a, b) => a - b);
const at = (times, q) => sorted(times)[Math.min(times.length - 1, Math.floor(q * times.length))];

/** The median of times, and the 10th to the 90th percentile. */
export function show(times, unit) {
  const digits = (time) => time.toPrecision(3);
  return `${digits(at(times, 0.5))} ${unit} (${digits(at(times, 0.1))} to ${digits(at(times, 0.9))})`;
}

/** How many times the median of ours goes into that of theirs. */
export function ratio(theirs, ours) {
  return `${(at(theirs, 0.5) / at(ours, 0.5)).toPrecision(3)} times ours`;
}
