import { canonicalJson, digestOf, digestOfJson } from './digest.js';

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const example = { numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001], string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] };
    expect(canonicalJson(example)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  it('does not depend on the order of keys and leaves undefined fields out', () => {
    expect(canonicalJson({ b: 1, a: undefined, c: { y: 0, x: 1 } })).toBe(canonicalJson({ c: { x: 1, y: 0 }, b: 1 }));
  });

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson({ a: NaN })).toThrow();
    expect(() => canonicalJson(Infinity)).toThrow();
    expect(() => canonicalJson(undefined)).toThrow('undefined has no JSON form');
  });
});

describe('a digest', () => {
  it('is SHA-256 (FIPS 180-2, "abc")', () => {
    expect(digestOf('abc')).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(digestOf(new Uint8Array([0x61, 0x62, 0x63]))).toBe(digestOf('abc'));
    expect(digestOfJson({ b: 0, a: -0 })).toBe(digestOf('{"a":0,"b":0}'));
  });
});
