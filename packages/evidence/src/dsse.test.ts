import { describe, expect, test } from '@jest/globals';
import { createPublicKey, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { newSigner } from '../test/smallAudit.js';
import { preAuthenticationEncoding, publicKeyOf, signEnvelope, verifyEnvelope } from './dsse.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('pre-authentication encoding', () => {
  // The example of protocol.md in github.com/secure-systems-lab/dsse, v1.0.
  test('is that of the specification', () => {
    expect(Buffer.from(preAuthenticationEncoding('http://example.com/HelloWorld', bytes('hello world'))).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });
  test('counts bytes, not characters', () => {
    expect(Buffer.from(preAuthenticationEncoding('é', bytes('日本'))).toString()).toBe('DSSEv1 2 é 6 日本');
  });
  test('of nothing has lengths of zero', () => {
    expect(Buffer.from(preAuthenticationEncoding('', new Uint8Array())).toString()).toBe('DSSEv1 0  0 ');
  });
});

describe('an envelope', () => {
  const signer = newSigner();
  const { pem } = publicKeyOf(signer);
  const envelope = signEnvelope('text/plain', bytes('hello'), signer);

  // RFC 8032, 7.1, TEST 1: this private key belongs to this public key.
  test('is signed with the key of the RFC as the RFC derives it', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const key = createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'), format: 'der', type: 'pkcs8' });
    const named = publicKeyOf({ privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }) as string });
    expect(createPublicKey(named.pem).export({ type: 'spki', format: 'der' }).toString('hex')).toBe('302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  });
  test('holds for its own key only', () => {
    expect(verifyEnvelope(envelope, pem)).toBe(true);
    expect(verifyEnvelope(envelope, publicKeyOf(newSigner()).pem)).toBe(false);
  });
  test('does not hold for another payload or type', () => {
    expect(verifyEnvelope({ ...envelope, payload: Buffer.from('hellp').toString('base64') }, pem)).toBe(false);
    expect(verifyEnvelope({ ...envelope, payloadType: 'text/html' }, pem)).toBe(false);
  });
  test('does not hold in another spelling of the same Base64', () => {
    expect(verifyEnvelope({ ...envelope, payload: `${envelope.payload}\n` }, pem)).toBe(false);
    expect(verifyEnvelope({ ...envelope, signatures: [{ ...envelope.signatures[0]!, sig: envelope.signatures[0]!.sig.replace(/=+$/, '') }] }, pem)).toBe(false);
  });
  test('does not hold with a second signature or none', () => {
    expect(verifyEnvelope({ ...envelope, signatures: [] }, pem)).toBe(false);
    expect(verifyEnvelope({ ...envelope, signatures: [...envelope.signatures, ...envelope.signatures] }, pem)).toBe(false);
  });
  test('is not trusted for the name its key goes by', () => {
    expect(verifyEnvelope({ ...envelope, signatures: [{ ...envelope.signatures[0]!, keyid: 'anything' }] }, pem)).toBe(true);
  });
  test('is not signed with a key of another kind', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
    expect(() => signEnvelope('text/plain', bytes('hello'), { privateKeyPem: privateKey })).toThrow(/Ed25519/);
  });
});
