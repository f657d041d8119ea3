import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A secret that says whose it is, so that it can be looked up within its own organisation: 32 random bytes, then the ids of the thing it opens
 * and of its organisation. Only its hash is stored; 256 random bits need no slow hash.
 */
export interface Token {
  readonly id: string;
  readonly organisationId: string;
}

const randomLength = 32;
const uuidLength = 16;

export function makeToken({ id, organisationId }: Token): string {
  return Buffer.concat([randomBytes(randomLength), bytesOf(id), bytesOf(organisationId)]).toString('base64url');
}

/** Null when it cannot be one; says nothing about whether it is valid. */
export function readToken(text: string): Token | null {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== randomLength + 2 * uuidLength || bytes.toString('base64url') !== text) return null;
  return { id: uuidOf(bytes.subarray(randomLength, randomLength + uuidLength)), organisationId: uuidOf(bytes.subarray(randomLength + uuidLength)) };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function tokenMatches(token: string, hash: string): boolean {
  const found = Buffer.from(hashToken(token), 'hex');
  const stored = Buffer.from(hash, 'hex');
  return found.length === stored.length && timingSafeEqual(found, stored);
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
