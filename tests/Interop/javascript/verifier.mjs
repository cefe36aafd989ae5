// Runs the modules of the verifier page (node/Host/Web/verifier) without a browser; everything is answered as JSON.
//
//   node verifier.mjs judge FILE        FILE is a list of cases: prints of each {word, checks}
//   node verifier.mjs flips FILE        FILE is one case: prints its words with every third bit of the receipt flipped in turn
//   node verifier.mjs statuses FILE     FILE is one case: prints its words with every seventh bit of the status proof flipped in turn
//   node verifier.mjs envelopes FILE    FILE is one case: prints the faults of its envelope with every fifth bit flipped in turn
//   node verifier.mjs signatures FILE   FILE is a list of {suite, publicKey, message, signature}: prints a list of booleans
//   node verifier.mjs hashes FILE       FILE is a list of messages in hex: prints of each its SHA-256, SM3 and SHA-512
//
// A case: {genesis, envelope, document, at, hours, epochs, issuers, pin}; texts, bytes in base64, at in seconds; what it does not have is
// null, and hours when no fresh status is asked for.
import { readFileSync } from 'node:fs';
import { fromBase64, fromHex, toHex, toText } from '../../../node/Host/Web/verifier/bytes.mjs';
import { HmacSha256, Sha256 } from '../../../node/Host/Web/verifier/hashes/sha256.mjs';
import { sha512 } from '../../../node/Host/Web/verifier/hashes/sha512.mjs';
import { Sm3 } from '../../../node/Host/Web/verifier/hashes/sm3.mjs';
import { readEnvelope } from '../../../node/Host/Web/verifier/protocol/envelope.mjs';
import { readReceipt } from '../../../node/Host/Web/verifier/protocol/receipt.mjs';
import { JsonFault } from '../../../node/Host/Web/verifier/protocol/strict.mjs';
import { DecodeFault } from '../../../node/Host/Web/verifier/protocol/wire.mjs';
import { verifySignature } from '../../../node/Host/Web/verifier/suites.mjs';
import { believe, judge, Unusable, wordOf } from '../../../node/Host/Web/verifier/verification.mjs';

/** As a file is read. */
const text = written => toText(new TextEncoder().encode(written));

const bytes = base64 => base64 === null ? null : fromBase64(base64);

/** A flipped bit mostly leaves signatures as they were: each is checked once. */
const checked = new Map();
function verifyOnce(suite, publicKey, message, signature) {
    const key = [suite, ...[publicKey, message, signature].map(toHex)].join();
    if (!checked.has(key)) {
        checked.set(key, verifySignature(suite, publicKey, message, signature));
    }

    return checked.get(key);
}

const historyOf = one => believe(
    {
        genesis: text(one.genesis),
        epochs: bytes(one.epochs),
        issuers: bytes(one.issuers),
        pin: one.pin === null ? null : fromHex(one.pin),
    },
    verifyOnce);

const momentOf = ({ at, hours }) => ({ at: 1000 * at, now: Date.now(), longestAge: hours === null ? null : 3_600_000 * hours });

const stepsOf = ({ report, steps }) => [...report.steps, ...steps];

const writtenStep = ({ result, check, detail }) => `${result} ${check}${detail === '' ? '' : `: ${detail}`}`;

function judgeOne(one) {
    try {
        const history = historyOf(one);
        const envelope = readEnvelope(text(one.envelope));
        const commitment = new HmacSha256(envelope.salt).append(bytes(one.document)).finish();
        const judgement = judge(envelope, commitment, momentOf(one), history, verifyOnce);
        return { word: wordOf(judgement), checks: stepsOf(judgement).map(writtenStep) };
    } catch (error) {
        if (error instanceof JsonFault || error instanceof Unusable) {
            return { word: error instanceof Unusable ? error.message : `INVALID_ENVELOPE:${error.message}`, checks: [] };
        }

        throw error;
    }
}

/** Copies of bytes, each with another bit the other way: the first, and every `distance` after it. */
const flipped = (bytes, distance) => Array.from({ length: Math.ceil(8 * bytes.length / distance) }, (_, i) => {
    const bit = distance * i;
    return bytes.map((byte, at) => at === bit >> 3 ? byte ^ 1 << (bit & 7) : byte);
});

/** The envelope's text, with the checksum of what is before it. */
function sealed({ checksum, ...fields }) {
    const body = JSON.stringify(fields, null, 2).slice(0, -'\n}'.length);
    return `${body},\n  "checksum": "${toHex(Sha256.hash(new TextEncoder().encode(body)))}"\n}\n`;
}

function envelopes(one) {
    return flipped(new TextEncoder().encode(one.envelope), 5).map(bytes => {
        try {
            readEnvelope(toText(bytes));
            return 'none';
        } catch (error) {
            if (error instanceof JsonFault) {
                return error.message;
            }

            throw error;
        }
    });
}

function statuses(one) {
    const envelope = JSON.parse(one.envelope);
    return flipped(fromBase64(envelope.status), 7)
        .map(bytes => sealed({ ...envelope, status: Buffer.from(bytes).toString('base64') }))
        .map(text => judgeOne({ ...one, envelope: text }).word);
}

function flips(one) {
    const history = historyOf(one);
    const envelope = readEnvelope(one.envelope);
    const commitment = new HmacSha256(envelope.salt).append(bytes(one.document)).finish();
    const receipt = fromBase64(JSON.parse(one.envelope).receipt);
    return flipped(receipt, 3).map(bytes => {
        try {
            return wordOf(judge({ ...envelope, receipt: readReceipt(bytes) }, commitment, momentOf(one), history, verifyOnce));
        } catch (error) {
            if (error instanceof DecodeFault) {
                return 'INVALID_RECEIPT:Malformed';
            }

            throw error;
        }
    });
}

const verbs = {
    judge: cases => cases.map(judgeOne),
    flips,
    statuses,
    envelopes,
    signatures: list => list.map(({ suite, publicKey, message, signature }) =>
        verifySignature(suite, fromHex(publicKey), fromHex(message), fromHex(signature))),
    hashes: list => list.map(fromHex).map(message => [Sha256.hash(message), Sm3.hash(message), sha512(message)].map(toHex)),
};

const [verb, file] = process.argv.slice(2);
if (!Object.hasOwn(verbs, verb ?? '') || !file) {
    console.error('usage: node verifier.mjs judge|flips|statuses|envelopes|signatures|hashes FILE');
    process.exit(2);
}

console.log(JSON.stringify(verbs[verb](JSON.parse(readFileSync(file, 'utf8')))));
