/** What one issuer says of one commitment as of one certified header, or that it says nothing of it (PROTOCOL.md A1). */
import { concat, same } from '../bytes.mjs';
import { readCertificate, readHeader } from './blocks.mjs';
import { faultOfCertified } from './history.mjs';
import { mapRootFrom, mapRootWithout, readMapLeaf, readMapProof } from './merkle.mjs';
import { decode, u32, u8 } from './wire.mjs';

/** By their numbers, and as programs compare them. */
const STATUSES = [null, 'Active', 'Suspended', 'Revoked', 'Superseded'];
const REASONS = [
    'Unspecified', 'IssuedInError', 'Corrected', 'NoLongerTrue', 'Fraud', 'KeyCompromised', 'SubjectRequest', 'LegalOrder', 'UnderReview',
];

const LONGEST = 24 * 1024;
const LONGEST_ENTRY = 1 + 1 + 8 + 8 + 32;
const SPACE = 0x06;

/** Nothing may change these any more. */
export const isFinal = entry => entry.status === 'Revoked' || entry.status === 'Superseded';

/** Status u8, reason u8, height u64, time u64, and of a superseded one the successor 32. */
function readEntry(reader) {
    const status = STATUSES[reader.u8()] ?? null, reason = REASONS[reader.u8()] ?? null;
    reader.require(status !== null && reason !== null, 'UnknownKind');
    return { status, reason, height: reader.u64(), timeMs: reader.u64(), successor: status === 'Superseded' ? reader.digest() : null };
}

function readOptionalEntry(reader) {
    const bytes = reader.block(LONGEST_ENTRY);
    return bytes.length === 0 ? null : { ...decode(bytes, readEntry), bytes };
}

/**
 * Header, commit certificate, issuer u32, commitment 32, the entry behind its length (0 for none), for none a u8 that says whether another
 * entry stands where this one would, and that entry's path and value hash; then the siblings. Reading believes nothing.
 */
export const readStatusProof = bytes => decode(bytes, reader => {
    reader.require(bytes.length <= LONGEST, 'TooLong');
    const header = readHeader(reader), certificate = readCertificate(reader);
    const issuer = reader.u32(), commitment = reader.digest();
    const entry = readOptionalEntry(reader);
    const neighbour = entry === null && reader.bool() ? readMapLeaf(reader) : null;
    return { header, certificate, issuer, commitment, entry, neighbour, siblings: readMapProof(reader) };
});

/** Null for a neighbour that shows nothing. */
function rootFrom({ issuer, commitment, entry, neighbour, siblings }) {
    const key = concat(u8(SPACE), u32(issuer), commitment);
    return entry !== null ? mapRootFrom(siblings, key, entry.bytes) : mapRootWithout(siblings, key, neighbour);
}

function isInState(proof) {
    const root = rootFrom(proof);
    return root !== null && same(root, proof.header.stateRoot);
}

/** Null, or why a status is not proven, by a stable name. */
export const faultOfStatus = (proof, history, verifySignature) =>
    faultOfCertified(proof, history, verifySignature) ?? (isInState(proof) ? null : 'NotInState');
