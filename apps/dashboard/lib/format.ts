/** A number for people: three decimals for shares and the like, else three significant digits; never an invented zero. */
export function number(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size >= 10) return value.toLocaleString('en-US');
  if (size !== 0 && (size < 0.0005 || size >= 1e6)) return scientific(value);
  if (size < 10) return value.toFixed(3).replace('-', '−');
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 }).replace('-', '−');
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function scientific(value: number): string {
  const [mantissa, exponent] = value.toExponential(2).split('e');
  const raised = [...exponent.replace('+', '')].map((sign) => (sign === '-' ? '⁻' : superscripts[Number(sign)])).join('');
  const factor = Number(mantissa);
  return factor === 1 ? `10${raised}` : `${String(factor).replace('-', '−')} × 10${raised}`;
}

/** What was counted exactly stays a whole number: the leaves of a tree are not 16.000. */
export function estimated({ value, exact }: { readonly value: number; readonly exact?: string | null }): string {
  return typeof exact === 'string' && Number.isInteger(value) ? count(value) : number(value);
}

/** A number that a person wrote, as they wrote it: a threshold, a strength. */
export function plain(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && size < 1e-4 ? scientific(value) : String(value).replace('-', '−');
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

export function interval({ lower, upper }: { lower: number; upper: number }): string {
  return `${number(lower)} to ${number(upper)}`;
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  return `${power === 0 ? size : (size / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** Moments are shown in UTC: an audit is read in many places, and has one time. */
export function moment(iso: string): string {
  const [day, time] = new Date(iso).toISOString().split('T');
  return `${day} ${time.slice(0, 5)} UTC`;
}

export function duration(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** "minGroupRows" as "min group rows". */
export function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

export function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
