// Wraps, obfuscates and verifies documents with @govtechsg/open-attestation, which knows nothing of this project.
//
//   node openattestation.js FILE     FILE is a JSON list of {raw, wrapped, tampered, path, obfuscated}: JSON texts, and the path of a
//                                    field that was taken out of "wrapped" to make "obfuscated". Prints one answer for each, and the
//                                    Merkle root of all target hashes: {documents, root}
'use strict';

const fs = require('fs');
const { digestDocument, obfuscateDocument, verifySignature, wrapDocument, MerkleTree } = require('@govtechsg/open-attestation');

const again = document => JSON.parse(JSON.stringify(document));

function answer({ raw, wrapped, tampered, path, obfuscated }) {
    const ours = JSON.parse(wrapped);
    const own = wrapDocument(JSON.parse(raw));
    return {
        same: JSON.stringify(ours) + '\n' === wrapped,
        targetHash: digestDocument(ours),
        verified: verifySignature(ours),
        refused: !verifySignature(JSON.parse(tampered)),
        obfuscatedVerified: verifySignature(JSON.parse(obfuscated)),
        obfuscatedHere: JSON.stringify(again(obfuscateDocument(ours, path))),
        own: JSON.stringify(own),
        ownTampered: JSON.stringify({ ...own, data: { ...own.data, added: 'x' } }),
    };
}

const work = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const documents = work.map(answer);
const root = new MerkleTree(documents.map(d => Buffer.from(d.targetHash, 'hex'))).getRoot().toString('hex');
console.log(JSON.stringify({ documents, root }));
