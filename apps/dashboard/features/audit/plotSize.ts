/** Beside a table a plot is smaller than in a report, and its labels take only what they need. */
export function plotSize(labels: readonly string[]): { width: number; labelWidth: number } {
  const longest = Math.max(0, ...labels.map((label) => label.length));
  return { width: 560, labelWidth: Math.min(190, 30 + longest * 6.5) };
}
