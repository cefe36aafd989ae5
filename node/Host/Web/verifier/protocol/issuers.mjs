/** Issuers that were decided since the genesis, each with its path to the state root of a certified header (PROTOCOL.md E6). */
import { concat, ofText, same } from '../bytes.mjs';
import { readCertificate, readHeader } from './blocks.mjs';
import { faultOfCertified } from './history.mjs';
import { mapRootFrom, readMapProof } from './merkle.mjs';
import { LONGEST_KEY } from './validators.mjs';
import { decode, u32, u8 } from './wire.mjs';

export const LONGEST_ISSUERS = 64 * 1024 * 1024;

const MAGIC = ofText('ledger-issuers');
const VERSION = 1;
const MOST_PIECES = 64;
const MOST_ENTRIES = 64;
const LONGEST_PIECE = 1024 * 1024;
const LONGEST_ENTRY = 512;
const DECIDED = 0xffffffff;
const SPACE = 0x01;

/** Why issuers are not believed, by a stable name. */
export class IssuerFault extends Error {
}

const readRecord = (reader, index) => ({
    index, name: reader.text(), region: reader.text(), suite: reader.u8(), publicKey: reader.block(LONGEST_KEY),
});

/** The record; before it, unless it is as the genesis has it, u32 2^32 - 1, since u64 and retired u64. */
function readEntry(reader) {
    const first = reader.u32();
    if (first !== DECIDED) {
        return { ...readRecord(reader, first), since: 0n, retired: 0n };
    }

    const since = reader.u64(), retired = reader.u64();
    const entry = { ...readRecord(reader, reader.u32()), since, retired };
    reader.require(since !== 0n || retired !== 0n, 'NotCanonical');
    return entry;
}

function readProven(reader) {
    const bytes = reader.block(LONGEST_ENTRY);
    return { ...decode(bytes, readEntry), bytes, proof: readMapProof(reader) };
}

function readPiece(reader) {
    const header = readHeader(reader), certificate = readCertificate(reader);
    const count = reader.u16();
    reader.require(count <= MOST_ENTRIES, 'TooLong');
    const issuers = [];
    while (issuers.length < count) {
        const issuer = readProven(reader);
        reader.require(issuers.length === 0 || issuers.at(-1).index < issuer.index, 'NotCanonical');
        issuers.push(issuer);
    }

    return { header, certificate, issuers };
}

/** Magic, version u8, chain id, count u32, then each piece behind its length. Reading believes nothing. */
export const readIssuers = bytes => decode(bytes, reader => {
    reader.require(bytes.length <= LONGEST_ISSUERS, 'TooLong');
    reader.require(same(reader.take(MAGIC.length), MAGIC) && reader.u8() === VERSION, 'UnknownKind');
    reader.digest();
    return reader.list(reader.count(MOST_PIECES), r => decode(r.block(LONGEST_PIECE), readPiece));
});

const rootFrom = issuer => mapRootFrom(issuer.proof, concat(u8(SPACE), u32(issuer.index)), issuer.bytes);

/** The history and the issuers of a piece, if its header is final by its own epoch's validators and its state has each of them. */
export function learn(history, piece, verifySignature) {
    const { header, issuers } = piece;
    const fault = faultOfCertified(piece, history, verifySignature)
        ?? (issuers.every(issuer => same(rootFrom(issuer), header.stateRoot)) ? null : 'NotInState');
    if (fault !== null) {
        throw new IssuerFault(fault);
    }

    return history.knowing(issuers);
}
