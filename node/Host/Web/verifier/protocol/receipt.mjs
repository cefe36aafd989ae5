/** A receipt: all that proves one leaf final to somebody who has the genesis. Decoding believes nothing. */
import { readCertificate, readHeader, readOutcomeProof } from './blocks.mjs';
import { readInclusionProof } from './merkle.mjs';
import { decode, WireReader } from './wire.mjs';

const VERSION = 1;
const LONGEST = 32 * 1024;
const MOST_DESCENDANTS = 64;
const LEAF_BYTES = 54;
const LEAF_VERSION = 1;

/** Version u8, scheme u8, document type u16, issuer u32, commitment 32, valid-from u32, valid-to u32, 6 bytes of the transaction's id. */
function readLeaf(reader) {
    const record = reader.take(LEAF_BYTES);
    const fields = new WireReader(record);
    reader.require(fields.u8() === LEAF_VERSION, 'UnknownKind');
    return {
        record,
        scheme: fields.u8(),
        documentType: fields.u16(),
        issuer: fields.u32(),
        commitment: fields.digest(),
        validFrom: fields.u32(),
        validTo: fields.u32(),
        transactionPrefix: fields.take(6),
    };
}

function readDescendants(reader) {
    const count = reader.u8();
    reader.require(count <= MOST_DESCENDANTS, 'TooLong');
    return reader.list(count, readHeader);
}

/**
 * Version u8, leaf 54, inclusion proof behind its length, header, count u8 and so many descendants, the commit certificate of the last of
 * them, u8 0 (reserved), outcome proof.
 */
export const readReceipt = bytes => decode(bytes, reader => {
    reader.require(bytes.length <= LONGEST, 'TooLong');
    reader.require(reader.u8() === VERSION, 'UnknownKind');
    const leaf = readLeaf(reader);
    const proof = readInclusionProof(reader.block(LONGEST));
    const headers = [readHeader(reader), ...readDescendants(reader)];
    const certificate = readCertificate(reader);
    reader.require(reader.u8() === 0, 'UnknownKind');
    return { leaf, proof, header: headers[0], headers, certificate, outcome: readOutcomeProof(reader) };
});
