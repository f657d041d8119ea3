/** What a person typed as JSON; nothing for nothing. The message says which field, since the parser does not. */
export function parseJson(text: string, field: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${field} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
