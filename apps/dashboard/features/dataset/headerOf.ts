/** Enough for any header that people write. */
const headBytes = 65_536;

/** Column names of a CSV file, to fill in a form with: the API reads the file properly. Empty where the beginning is not text, as in Parquet. */
export async function headerOf(file: Blob): Promise<string[]> {
  const head = new TextDecoder().decode(await file.slice(0, headBytes).arrayBuffer()).replace(/^\ufeff/, '');
  return head.includes('\u0000') || head.startsWith('PAR1') ? [] : firstRecord(head);
}

function firstRecord(head: string): string[] {
  const [line] = head.split(/\r?\n/, 1);
  const separator = [',', ';', '\t', '|'].reduce((best, candidate) => (line.split(candidate).length > line.split(best).length ? candidate : best));
  const names: string[] = [];
  let name = '';
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      names.push(name.trim());
      name = '';
    } else name += character;
  }
  names.push(name.trim());
  return names.filter((found) => found !== '');
}
