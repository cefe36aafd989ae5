/** Block headers, certificates over them, and outcomes of transactions. */
import { concat, same } from '../bytes.mjs';
import { Sha256 } from '../hashes/sha256.mjs';
import { Sm3 } from '../hashes/sm3.mjs';
import { SIGNATURE_BYTES } from '../suites.mjs';
import { sha256RootAlong } from './merkle.mjs';
import { tag, u32, u64, u8, WireReader } from './wire.mjs';

const HEADER_BYTES = 2 + 32 + 4 + 8 + 32 + 8 + 4 * 32 + 8 + 3 * 32;
const HEADER_VERSION = 1;
const OUTCOME_BYTES = 45;
const LONGEST_OUTCOME_PATH = 31;
const PREPARE = 2;
const COMMIT = 3;
const STATEMENT_TAG = tag('ledger/pbft/v1', 16);

export const ANCHORED = 1;

/** A height's successor, as a u64. */
export const after = height => BigInt.asUintN(64, height + 1n);

/** Fixed widths: what was read is what is hashed. */
export function readHeader(reader) {
    const bytes = reader.take(HEADER_BYTES);
    const fields = new WireReader(bytes);
    reader.require(fields.u16() === HEADER_VERSION, 'UnknownKind');
    return {
        bytes,
        chainId: fields.digest(),
        epoch: fields.u32(),
        height: fields.u64(),
        parent: fields.digest(),
        timeMs: fields.u64(),
        configurationHash: fields.digest(),
        nextConfigurationHash: fields.digest(),
        batchesRoot: fields.digest(),
        outcomesRoot: fields.digest(),
        logSize: fields.u64(),
        logRoot: fields.digest(),
        logRootSm3: fields.digest(),
        stateRoot: fields.digest(),
    };
}

/** The block's hash, which its child names. */
export const hashOf = header => Sha256.hash(header.bytes);

/** Type u8, view u64, height u64, SHA-256, SM3, signers u64 mask, 64 bytes for each signer in the order of their indexes. */
export function readCertificate(reader) {
    const type = reader.u8();
    reader.require(type === PREPARE || type === COMMIT, 'UnknownKind');
    const [view, height, sha256, sm3, mask] = [reader.u64(), reader.u64(), reader.digest(), reader.digest(), reader.u64()];
    const signers = Array.from({ length: 64 }, (_, i) => i).filter(i => mask >> BigInt(i) & 1n);
    return { type, view, height, sha256, sm3, signers, signatures: signers.map(() => reader.take(SIGNATURE_BYTES)) };
}

export const isCommitOf = (certificate, header) =>
    certificate.type === COMMIT
    && certificate.height === header.height
    && same(certificate.sha256, Sha256.hash(header.bytes))
    && same(certificate.sm3, Sm3.hash(header.bytes));

/** PROTOCOL.md N0: domain tag, chain id, epoch, configuration hash, type, view, height and both digests. */
const signedBytes = (certificate, epoch) => concat(
    STATEMENT_TAG, epoch.chainId, u32(epoch.number), epoch.hash, u8(certificate.type), u64(certificate.view), u64(certificate.height),
    certificate.sha256, certificate.sm3);

/** Whether the signers are a jurisdiction quorum of the epoch's validators, and each signature is its validator's. */
export function isSignedByQuorum(certificate, epoch, verifySignature) {
    const message = signedBytes(certificate, epoch);
    return epoch.set.hasQuorum(certificate.signers) && certificate.signers.every((signer, i) => {
        const validator = epoch.set.validators[signer];
        return validator !== undefined && verifySignature(validator.suite, validator.publicKey, message, certificate.signatures[i]);
    });
}

/**
 * From a transaction's outcome to a header's outcomes root. Record 45 (id 32, outcome u8, first leaf u64, leaves u32), path length u8,
 * directions u32, siblings; no direction above the path's length, so that no bit is free.
 */
export function readOutcomeProof(reader) {
    const record = reader.take(OUTCOME_BYTES);
    const fields = new WireReader(record);
    const length = reader.u8();
    reader.require(length <= LONGEST_OUTCOME_PATH, 'TooLong');
    const directions = reader.u32();
    reader.require(directions < 2 ** length, 'NotCanonical');
    const path = reader.list(length, r => r.digest());
    return {
        transactionId: fields.digest(),
        outcome: fields.u8(),
        firstLeaf: fields.u64(),
        leaves: BigInt(fields.u32()),
        root: sha256RootAlong(record, directions, path),
    };
}

/** Whether the transaction was anchored, and the leaf is one of its leaves. */
export const covers = (outcome, leaf) =>
    outcome.outcome === ANCHORED && leaf >= outcome.firstLeaf && leaf - outcome.firstLeaf < outcome.leaves;
