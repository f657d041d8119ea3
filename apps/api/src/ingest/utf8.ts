/** Bytes of the UTF-8 character that begins with this byte; 0 where none does. */
export function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

/** How many bytes at the end belong to a UTF-8 character that may go on in the next piece. */
export function unfinishedTail(bytes: Buffer, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

/** Where the first byte is that is not UTF-8, in bytes that are known to hold one. */
export function firstInvalid(bytes: Buffer, from: number, end: number): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let good = from;
  let step = end - from;
  // Halving: [from, good) is always valid and ends between characters.
  while (step > 0) {
    const to = Math.min(end, good + step);
    const cut = to - unfinishedTail(bytes, to);
    try {
      decoder.decode(bytes.subarray(good, cut));
      if (cut === good) break;
      good = cut;
    } catch {
      // what is invalid lies in this half: look at a smaller piece
    }
    step = Math.floor(step / 2);
  }
  return good;
}
