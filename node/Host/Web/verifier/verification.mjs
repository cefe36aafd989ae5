/**
 * What a document is worth, by its envelope and by what is believed of its chain. The checks, their order, their faults and the verdicts
 * are those of `ledger verify`; nothing here asks anybody anything.
 */
import { same } from './bytes.mjs';
import { FAILED, Judgement, PASSED } from './judgement.mjs';
import { after, covers, hashOf, isCommitOf, isSignedByQuorum } from './protocol/blocks.mjs';
import { EpochHistory, readEpochs } from './protocol/history.mjs';
import { readGenesis } from './protocol/genesis.mjs';
import { learn, readIssuers } from './protocol/issuers.mjs';
import { sha256RootFrom, sm3RootFrom } from './protocol/merkle.mjs';
import { judgeStatus } from './statuses.mjs';
import { verifySignature } from './suites.mjs';

const SALTED_FILE = 1;

/** Something that a verification needs cannot be used: which of the files, and why, by a stable name. */
export class Unusable extends Error {
    constructor(what, reason) {
        super(`${what}: ${reason}`);
        Object.assign(this, { what, reason });
    }
}

function using(what, read) {
    try {
        return read();
    } catch (error) {
        throw error instanceof RangeError || error instanceof TypeError ? error : new Unusable(what, error.message || error.name);
    }
}

/**
 * What a verification believes. `genesis` is its text; `epochs` and `issuers` are bytes of files or null; `pin` is the hash of a
 * configuration that is known to be the chain's, or null.
 */
export function believe({ genesis, epochs = null, issuers = null, pin = null }, verify = verifySignature) {
    const origin = using('genesis', () => readGenesis(genesis));
    const links = epochs === null ? [] : linksOf(epochs, origin);
    const history = using(pin === null ? 'epochs' : 'pin', () => pin === null
        ? new EpochHistory(origin).follow(links, verify)
        : EpochHistory.fromPinned(origin, pin, links, verify));
    return issuers === null ? history
        : using('issuers', () => readIssuers(issuers).reduce((known, piece) => learn(known, piece, verify), history));
}

function linksOf(bytes, genesis) {
    const { chainId, links } = using('epochs', () => readEpochs(bytes));
    if (!same(chainId, genesis.chainId)) {
        throw new Unusable('epochs', "holds another chain's set changes");
    }

    return links;
}

/** The checks of a receipt in their order, each with the fault of one that fails. */
const CHECKS = [
    ['Chain', 'WrongChain', ({ headers }, { history }) => headers.every(h => same(h.chainId, history.genesis.chainId))],
    ['ValidatorSet', 'WrongEpochOrSet', ({ headers, header }, { history }) =>
        headers.every(h => h.epoch === header.epoch && history.covers(h))],
    ['Log', 'LeafNotInLog', ({ leaf, proof, header }) =>
        proof.size === header.logSize && same(sha256RootFrom(proof, leaf.record), header.logRoot)],
    ['TwinLog', 'LeafNotInTwinLog', ({ leaf, proof, header }) => same(sm3RootFrom(proof, leaf.record), header.logRootSm3)],
    ['HeaderChain', 'HeaderChainBroken', ({ headers }, { epoch }) => isChain(headers, epoch.parameters.window)],
    ['Certificate', 'CertificateNotOfHeader', ({ headers, certificate }) => isCommitOf(certificate, headers.at(-1))],
    ['Signers', 'UnknownSigner', ({ certificate }, { epoch }) => certificate.signers.every(index => epoch.set.has(index))],
    ['Quorum', 'QuorumMissing', ({ certificate }, { epoch }) => certificate.signers.length >= epoch.set.quorum],
    ['Regions', 'RegionMissing', ({ certificate }, { epoch }) => epoch.set.hasQuorum(certificate.signers)],
    ['Signatures', 'BadSignature', ({ certificate }, { epoch, verify }) => isSignedByQuorum(certificate, epoch, verify)],
    ['Issuer', 'UnknownIssuer', ({ leaf }, { history }) => history.issuer(leaf.issuer) !== null],
    ['Transaction', 'TransactionMismatch', ({ leaf, proof, header, outcome }) =>
        same(outcome.root, header.outcomesRoot)
        && covers(outcome, proof.index)
        && same(outcome.transactionId.subarray(0, 6), leaf.transactionPrefix)],
];

export const CHECK_NAMES = CHECKS.map(([name]) => name);

function isChain(headers, window) {
    return BigInt(headers.length - 1) <= window && headers.slice(1).every((child, i) =>
        child.height === after(headers[i].height) && same(child.parent, hashOf(headers[i])));
}

/** Makes the checks in order and stops at the first that fails: {fault, steps, issuer, signers}; no fault is ''. */
export function examine(receipt, history, verify = verifySignature) {
    const epoch = history.epoch(receipt.header.epoch);
    const steps = [];
    for (const [check, otherwise, holds] of CHECKS) {
        const fault = check === 'ValidatorSet' && epoch === null ? 'UnknownEpoch'
            : holds(receipt, { history, epoch, verify }) ? ''
            : otherwise;
        steps.push({ check, result: fault === '' ? PASSED : FAILED, detail: fault });
        if (fault !== '') {
            break;
        }
    }

    return { fault: steps.at(-1).detail, steps, issuer: history.issuer(receipt.leaf.issuer), signers: signersByRegion(receipt, epoch) };
}

function signersByRegion({ certificate }, epoch) {
    const known = certificate.signers.filter(index => epoch?.set.has(index)).map(index => epoch.set.validators[index]);
    return (epoch?.set.minimums ?? []).map(({ region, minimum }) =>
        ({ region, minimum, names: known.filter(v => v.region === region).map(v => v.name) }));
}

/**
 * Judges a document by the commitment that it gives with the envelope's salt, at a moment (statuses.mjs). The receipt is judged before
 * the document, since only a proven leaf says what the document should be; then what its issuer says of it since.
 */
export function judge(envelope, commitment, moment, history, verify = verifySignature) {
    const { receipt } = envelope;
    const judgement = new Judgement(examine(receipt, history, verify));
    const { fault, issuer } = judgement.report;
    if (fault !== '') {
        judgement.refuse(...refusal(fault, receipt));
        return judgement;
    }

    const isDocument = receipt.leaf.scheme === SALTED_FILE && same(receipt.leaf.commitment, commitment);
    void (judgement.demand('Document', isDocument, 'TAMPERED')
        && judgement.demand('IssuerName', issuer.name === envelope.issuerName, 'INVALID_ENVELOPE', 'NotOfReceipt at $.issuerName')
        && judgeStatus(judgement, envelope, moment, history, verify));
    return judgement;
}

function refusal(fault, receipt) {
    return fault === 'WrongChain' ? ['WRONG_CHAIN', '']
        : fault === 'UnknownEpoch' ? ['UNKNOWN_EPOCH', `${receipt.header.epoch}`]
        : ['INVALID_RECEIPT', fault];
}

/** As `ledger verify` prints it: INVALID_RECEIPT:BadSignature. */
export const wordOf = ({ verdict, detail }) => detail === '' ? verdict : `${verdict}:${detail}`;
