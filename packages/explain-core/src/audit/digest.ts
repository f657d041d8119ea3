import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** "sha256:" and 64 hexadecimal digits. */
export type Digest = string;

/**
 * JSON in the one form that is hashed and signed (RFC 8785): keys sorted by UTF-16 units, shortest round-trip numbers, no blanks.
 * Fields that are undefined are left out; NaN and infinities are refused.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined has no JSON form');
  return text;
}

export function digestOf(content: Uint8Array | string): Digest {
  return `sha256:${bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content))}`;
}

export function digestOfJson(value: unknown): Digest {
  return digestOf(canonicalJson(value));
}
