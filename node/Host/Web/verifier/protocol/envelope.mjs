/** The file that travels beside a document, `ledger-envelope/1`: its salt, its receipt and what they are of. Never its content. */
import { fromBase64, same, toHex } from '../bytes.mjs';
import { Sha256 } from '../hashes/sha256.mjs';
import { readReceipt } from './receipt.mjs';
import { readStatusProof } from './status.mjs';
import { readDocument } from './strict.mjs';
import { DecodeFault } from './wire.mjs';

export const LONGEST_ENVELOPE = 128 * 1024;

const FORMAT = 'ledger-envelope/1';
const FIELDS = [
    'format', 'scheme', 'salt', 'fileName', 'fileBytes', 'mediaType', 'documentType', 'issuerIndex', 'issuerName', 'chainId', 'receipt',
    'checksum',
];
const STATUS = 'status';
const SALT_BYTES = 32;
const MOST_OF_I64 = 2n ** 63n - 1n;

/** A name that stays in its folder: no separator, no control character, neither "." nor ".."; and not the mark of bytes that were no text. */
const isFileName = name => !/^\.{0,2}$|[/\\\u0000-\u001f\u007f-\u009f\ufffd]/.test(name);

function readInside(root, name, read, fault) {
    const bytes = fromBase64(root.text(name, LONGEST_ENVELOPE));
    root.require(bytes !== null, 'BadBytes', name);
    try {
        return read(bytes);
    } catch (error) {
        root.require(!(error instanceof DecodeFault), fault, name);
        throw error;
    }
}

/** Null for an envelope without; of another chain, issuer or commitment it says nothing of this receipt. */
function readStatusOf(root, { leaf, header }) {
    if (!root.has(STATUS)) {
        return null;
    }

    const status = readInside(root, STATUS, readStatusProof, 'BadStatus');
    const isOfReceipt = status.issuer === leaf.issuer
        && same(status.commitment, leaf.commitment)
        && same(status.header.chainId, header.chainId);
    root.require(isOfReceipt, 'NotOfReceipt', STATUS);
    return status;
}

/** What stands beside a receipt for readers says what the receipt says. */
function checkAgainst({ leaf, header }, root) {
    const fields = [
        ['scheme', root.number('scheme', 0n, 255n) === BigInt(leaf.scheme)],
        ['documentType', root.number('documentType', 0n, 65535n) === BigInt(leaf.documentType)],
        ['issuerIndex', root.number('issuerIndex', 0n, 2n ** 32n - 1n) === BigInt(leaf.issuer)],
        ['chainId', same(root.digest('chainId'), header.chainId)],
    ];
    fields.forEach(([name, agrees]) => root.require(agrees, 'NotOfReceipt', name));
}

/** The last field of a text: SHA-256 of every byte before it, which tells what was damaged on the way. */
const tailOf = body => `,\n  "checksum": "${toHex(Sha256.hash(new TextEncoder().encode(body)))}"\n}\n`;
const TAIL = tailOf('').length;
const hasItsChecksum = json => json.length > TAIL && json.endsWith(tailOf(json.slice(0, -TAIL)));

/** {salt, fileName, fileBytes, mediaType, issuerName, receipt, status}; receipt and status decode, but are not verified. */
export const readEnvelope = json => readDocument(json, LONGEST_ENVELOPE, FIELDS, root => {
    root.require(root.text('format', 64) === FORMAT, 'WrongFormat', 'format');
    const salt = root.hex('salt', SALT_BYTES);
    root.require(salt.length === SALT_BYTES, 'WrongLength', 'salt');
    const fileName = root.text('fileName', 255);
    root.require(isFileName(fileName), 'BadText', 'fileName');
    const envelope = {
        salt,
        fileName,
        fileBytes: root.number('fileBytes', 0n, MOST_OF_I64),
        mediaType: root.name('mediaType'),
        issuerName: root.name('issuerName'),
        receipt: readInside(root, 'receipt', readReceipt, 'BadReceipt'),
    };
    checkAgainst(envelope.receipt, root);
    const status = readStatusOf(root, envelope.receipt);
    root.text('checksum', 64);
    root.require(hasItsChecksum(json), 'WrongChecksum', 'checksum');
    return { ...envelope, status };
}, [STATUS]);
