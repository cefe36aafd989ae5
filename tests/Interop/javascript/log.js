// Judges the public log with code that knows nothing of this project's.
//
//   node log.js inclusion FILE   checkpoint and inclusion, by @sigstore/verify: a list of {note, vkey, index, body, path}
//   node log.js policy FILE      a policy and a note, by the text of c2sp.org/tlog-policy: a list of {policy, note, origin}
//
// Bytes are base64. Prints a JSON list of booleans. Signatures are checked by Node's own Ed25519 and by sm-crypto.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { sm2 } = require('sm-crypto');

// The package exports no more than whole bundles of Sigstore; these two parts of it are what judges a log.
const inside = path.join(__dirname, 'node_modules', '@sigstore', 'verify', 'dist', 'tlog');
const { verifyMerkleInclusion } = require(path.join(inside, 'merkle.js'));
const { verifyCheckpoint } = require(path.join(inside, 'checkpoint.js'));

const SM2 = Buffer.concat([Buffer.from([0xff]), Buffer.from('ledger/sm2-sm3/v1')]);

function readKey(vkey) {
    const [name, id, material] = [vkey.slice(0, vkey.indexOf('+')), ...vkey.slice(vkey.indexOf('+') + 1).split('+', 1),
        vkey.slice(vkey.indexOf('+') + 10)];
    const bytes = Buffer.from(material, 'base64');
    const hash = crypto.createHash('sha256').update(name + '\n').update(bytes).digest('hex').slice(0, 8);
    if (hash !== id) {
        throw new Error(`${vkey} is not its own key`);
    }

    return bytes.subarray(0, SM2.length).equals(SM2)
        ? { name, id, type: 0xff, key: bytes.subarray(SM2.length) }
        : { name, id, type: bytes[0], key: bytes.subarray(1) };
}

const ed25519 = key => crypto.createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]), format: 'der', type: 'spki',
});

function signed({ type, key }, text, signature) {
    if (type === 0x01) {
        return crypto.verify(null, Buffer.from(text), ed25519(key), signature);
    }

    const message = Buffer.from(`cosignature/v1\ntime ${signature.readBigUInt64BE(0)}\n${text}`);
    return type === 0x04
        ? crypto.verify(null, message, ed25519(key), signature.subarray(8))
        : sm2.doVerifySignature(
            Array.from(message), signature.subarray(8).toString('hex'), key.toString('hex'),
            { hash: true, der: false, userId: '1234567812345678' });
}

function readNote(note) {
    const end = note.lastIndexOf('\n\n');
    const lines = note.slice(end + 2).split('\n').slice(0, -1).map(line => {
        const [, name, base64] = line.match(/^\u2014 (\S+) (\S+)$/);
        const bytes = Buffer.from(base64, 'base64');
        return { name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
    });
    return { text: note.slice(0, end + 1), lines };
}

// Whether a key signed; a line of it that does not verify refuses the whole note.
function witnessed(key, { text, lines }) {
    const own = lines.filter(line => line.name === key.name && line.id === key.id);
    if (!own.every(line => signed(key, text, line.signature))) {
        throw new Error(`${key.name} did not sign this`);
    }

    return own.length > 0;
}

function believes({ policy, note, origin }) {
    const read = readNote(note);
    const logs = [];
    const names = new Map([['none', true]]);
    let quorum = null;
    for (const line of policy.split('\n').map(l => l.trim()).filter(l => l && !l.startsWith('#'))) {
        const [word, name, ...rest] = line.split(/[ \t]+/);
        if (word === 'log') {
            logs.push(readKey(name));
        } else if (word === 'witness') {
            names.set(name, witnessed(readKey(rest[0]), read));
        } else if (word === 'group') {
            const [threshold, ...members] = rest;
            const least = { all: members.length, any: 1 }[threshold] ?? Number(threshold);
            names.set(name, members.filter(member => names.get(member)).length >= least);
        } else if (word === 'quorum') {
            quorum = names.get(name);
        } else {
            throw new Error(`unknown line: ${line}`);
        }
    }

    const [own] = read.text.split('\n');
    const isLog = own === origin && (logs.length === 0 || logs.filter(log => log.name === own && witnessed(log, read)).length > 0);
    return isLog && quorum === true;
}

function isIncluded({ note, vkey, index, body, path: hashes }) {
    const key = readKey(vkey);
    const entry = {
        canonicalizedBody: Buffer.from(body, 'base64'),
        inclusionProof: { logIndex: String(index), hashes: hashes.map(h => Buffer.from(h, 'base64')), checkpoint: { envelope: note } },
    };
    const log = { logID: Buffer.from(key.id, 'hex'), baseURL: key.name, publicKey: ed25519(key.key) };
    verifyMerkleInclusion(entry, verifyCheckpoint(entry, [log]));
    return true;
}

function holds(judge, one) {
    try {
        return judge(one);
    } catch {
        return false;
    }
}

const [verb, file] = process.argv.slice(2);
const judge = { inclusion: isIncluded, policy: believes }[verb];
if (!judge || !file) {
    console.error('usage: node log.js inclusion|policy FILE');
    process.exit(2);
}

console.log(JSON.stringify(JSON.parse(fs.readFileSync(file, 'utf8')).map(one => holds(judge, one))));
