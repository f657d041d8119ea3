/** Travels in every bundle, for a reader who has the file and nothing else. */
export const howToVerify = `# How to check this bundle

This file is a zip archive. Nothing in it has to be taken on trust, and nothing below needs a network.

1. With Plumbline: \`npm run verify -- BUNDLE.zip\`. It prints one line for each check and exits with 0 when all hold.
   With the data and the model at hand, \`--data FILE --model FILE\` computes every result again and says which numbers are the same.
2. By hand:
   - \`attestation.dsse.json\` is a DSSE 1.0 envelope. Its payload, Base64-decoded, is an in-toto Statement v1. The signature is Ed25519 over
     the envelope's pre-authentication encoding; the public key is in \`keys/\`. Ask the issuer, by another way than this file, for the key's
     name (the SHA-256 of its SubjectPublicKeyInfo) and compare.
   - The statement names every other file with its SHA-256.
   - \`audit.json\` holds the plan (data set and model by digest, seed, methods with their options) and every result; its SHA-256 is the audit's
     digest. Artifacts, in the order in which \`audit.json\` lists them, are \`artifacts/0001.json\` and so on.
   - \`judgement.json\` follows from \`policy.json\` and the results: met only if the whole interval keeps the bound, not met if the whole
     interval breaks it, cannot tell otherwise.
   - \`report.html\` shows the same numbers for people.

JSON files are written in the canonical form of RFC 8785, so that equal content has equal bytes.
`;
