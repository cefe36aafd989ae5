/** Validator sets, the only arithmetic of quorums, and the configuration of an epoch (PROTOCOL.md section 1, E1). */
import { concat } from '../bytes.mjs';
import { Sha256 } from '../hashes/sha256.mjs';
import { ED25519, keyBytesOf, SM2 } from '../suites.mjs';
import { block, decodeInner, tag, text, u32, u64, u8 } from './wire.mjs';

export const MOST_VALIDATORS = 64;
export const LONGEST_KEY = 65;

const LONGEST_SET = 64 * 1024;
const EPOCH_TAG = tag('ledger/epoch/v1', 16);

/** The numbers of a configuration in the order of their encoding: u32, five u64, u32. */
export const PARAMETERS = [
    'protocolVersion', 'window', 'baseTimeoutMs', 'timeoutCapMs', 'maximumDriftMs', 'maximumValidityHeights', 'maximumBlockBytes',
];

const byCode = (left, right) => left.region < right.region ? -1 : left.region > right.region ? 1 : 0;

export class ValidatorSet {
    /** Validators in their order; minimums are kept in the order of their regions' codes. */
    constructor(validators, minimums) {
        this.validators = validators;
        this.minimums = [...minimums].sort(byCode);
    }

    /** q = ceil((n + f + 1) / 2), f = floor((n - 1) / 3). */
    get quorum() {
        const n = this.validators.length, f = Math.floor((n - 1) / 3);
        return Math.ceil((n + f + 1) / 2);
    }

    has(index) {
        return index < this.validators.length;
    }

    /** A jurisdiction quorum: q members, and every region's minimum among them. */
    hasQuorum(signers) {
        const members = signers.filter(index => this.has(index)).map(index => this.validators[index]);
        return members.length >= this.quorum
            && this.minimums.every(({ region, minimum }) => members.filter(v => v.region === region).length >= minimum);
    }

    encode() {
        return concat(
            u8(this.minimums.length), ...this.minimums.flatMap(m => [text(m.region), u8(m.minimum)]),
            u8(this.validators.length), ...this.validators.flatMap(v => [
                text(v.name), text(v.region), u8(v.suite), block(v.publicKey), v.tlsPin, block(v.operatorKey),
                v.cosigningEd25519, v.cosigningSm2, text(v.address),
            ]));
    }

    static read(reader) {
        const minimums = reader.list(reader.u8(), r => ({ region: r.text(), minimum: r.u8() }));
        const validators = reader.list(reader.u8(), r => ({
            name: r.text(),
            region: r.text(),
            suite: r.u8(),
            publicKey: r.block(LONGEST_KEY),
            tlsPin: r.digest(),
            operatorKey: r.block(LONGEST_KEY),
            cosigningEd25519: r.take(keyBytesOf(ED25519)),
            cosigningSm2: r.take(keyBytesOf(SM2)),
            address: r.text(),
        }));
        reader.require(validators.length > 0 && validators.length <= MOST_VALIDATORS, 'NotCanonical');
        return new ValidatorSet(validators, minimums);
    }
}

export const encodeParameters = p => concat(
    u32(p.protocolVersion), ...PARAMETERS.slice(1, -1).map(name => u64(p[name])), u32(p.maximumBlockBytes));

const readParameters = reader => ({
    protocolVersion: BigInt(reader.u32()),
    ...Object.fromEntries(PARAMETERS.slice(1, -1).map(name => [name, reader.u64()])),
    maximumBlockBytes: BigInt(reader.u32()),
});

/** What all validators share during one epoch; its hash is in every header and every signed statement. */
export class EpochConfiguration {
    constructor({ chainId, number, start, previous, parameters, set }) {
        Object.assign(this, { chainId, number, start, previous, parameters, set });
        this.hash = Sha256.hash(EPOCH_TAG, this.#encode());
    }

    #encode() {
        return concat(
            this.chainId, u32(this.number), u64(this.start), this.previous, encodeParameters(this.parameters), block(this.set.encode()));
    }

    static read(reader) {
        return new EpochConfiguration({
            chainId: reader.digest(),
            number: reader.u32(),
            start: reader.u64(),
            previous: reader.digest(),
            parameters: readParameters(reader),
            set: decodeInner(reader.block(LONGEST_SET), ValidatorSet.read, 'NotCanonical'),
        });
    }
}
