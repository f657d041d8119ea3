import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Dead Simple Signing Envelope 1.0 (github.com/secure-systems-lab/dsse, protocol.md). */
export interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** What is signed: "DSSEv1" SP length(type) SP type SP length(body) SP body. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType, 'utf8');
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload]);
}

/** A key's name: SHA-256 of its SubjectPublicKeyInfo, in hexadecimal. Names are for finding a key, never for trusting it. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
}

export interface Signer {
  /** PKCS #8, PEM. Ed25519. */
  readonly privateKeyPem: string;
}

export function publicKeyOf({ privateKeyPem }: Signer): { keyId: string; pem: string } {
  const key = createPublicKey(createPrivateKey(privateKeyPem));
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`a signing key must be Ed25519, got ${key.asymmetricKeyType}`);
  return { keyId: keyIdOf(key), pem: key.export({ type: 'spki', format: 'pem' }) as string };
}

export function signEnvelope(payloadType: string, payload: Uint8Array, signer: Signer): Envelope {
  const signature = sign(null, preAuthenticationEncoding(payloadType, payload), createPrivateKey(signer.privateKeyPem));
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: publicKeyOf(signer).keyId, sig: signature.toString('base64') }],
  };
}

/** True when the signature is one of this key over this payload and type. Base64 must be in its one canonical spelling. */
export function verifyEnvelope({ payloadType, payload, signatures }: Envelope, publicKeyPem: string): boolean {
  const key = createPublicKey(publicKeyPem);
  const body = canonicalBase64(payload);
  if (key.asymmetricKeyType !== 'ed25519' || body === null || signatures.length !== 1) return false;
  const signature = canonicalBase64(signatures[0]!.sig);
  return signature !== null && verify(null, preAuthenticationEncoding(payloadType, body), key, signature);
}

export function canonicalBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
