// Checks and makes SM2 signatures with sm-crypto, which knows nothing of this project.
//
//   node sm2.js verify FILE     FILE is a JSON list of {publicKey, message, signature}, all hex: prints a JSON list of booleans
//   node sm2.js sign FILE       FILE is a JSON list of hex messages: prints a list of what "verify" takes
//
// Hash and identity are said each time: older releases of the package have other defaults.
'use strict';

const fs = require('fs');
const { sm2 } = require('sm-crypto');

const options = { hash: true, der: false, userId: '1234567812345678' };
const bytes = hex => Array.from(Buffer.from(hex, 'hex'));

function verify({ publicKey, message, signature }) {
    try {
        return sm2.doVerifySignature(bytes(message), signature, publicKey, options) === true;
    } catch {
        return false;
    }
}

function sign(message) {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    return { publicKey, message, signature: sm2.doSignature(bytes(message), privateKey, { ...options, publicKey }) };
}

const [verb, file] = process.argv.slice(2);
const work = { verify, sign }[verb];
if (!work || !file) {
    console.error('usage: node sm2.js verify|sign FILE');
    process.exit(2);
}

console.log(JSON.stringify(JSON.parse(fs.readFileSync(file, 'utf8')).map(one => work(one))));
