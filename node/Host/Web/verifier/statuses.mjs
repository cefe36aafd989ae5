/** What an issuer says of a document since it anchored it, judged by the proof that the envelope carries: as `ledger verify` does. */
import { same, toHex } from './bytes.mjs';
import { faultOfStatus, isFinal } from './protocol/status.mjs';

const LAST_MS = 253_402_300_799_999;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A header's time may be any number. */
export const timeOf = milliseconds => milliseconds < BigInt(LAST_MS) ? Number(milliseconds) : LAST_MS - DAY_MS;

const writtenTime = milliseconds => `${new Date(timeOf(milliseconds)).toISOString().slice(0, 19)}Z`;

const writtenAge = age => age < 0 ? '0 s' : age < HOUR_MS ? `${Math.floor(age / 1000)} s` : `${Math.floor(age / HOUR_MS)} h`;

const ofProven = ({ status, height, timeMs }) => `${status} at height ${height}, ${writtenTime(timeMs)}`;

const ofEntry = ({ status, reason, height, timeMs }) => `${status} (${reason}) since height ${height}, ${writtenTime(timeMs)}`;

function judgeProof(judgement, { status: proof, receipt: { leaf } }, history, verifySignature) {
    if (proof === null) {
        return true; // a missing one is not fresh: that is judged below
    }

    const fault = faultOfStatus(proof, history, verifySignature);
    if (fault !== null) {
        return fault === 'UnknownEpoch'
            ? judgement.demand('Status', false, 'UNKNOWN_EPOCH', `${proof.header.epoch}`)
            : judgement.demand('Status', false, 'INVALID_STATUS', fault);
    }

    const { entry, header: { height, timeMs } } = proof;
    const proven = { status: entry?.status ?? 'Active', entry, height, timeMs };
    const isOfLeaf = proof.issuer === leaf.issuer && same(proof.commitment, leaf.commitment);
    judgement.status = isOfLeaf ? proven : null;
    return judgement.demand('Status', isOfLeaf, 'INVALID_STATUS', 'OtherCommitment', ofProven(proven));
}

/** Before its time is looked at: nobody takes a revocation back, so an old one, or a fast clock's, is as good. */
function judgeRevocation(judgement) {
    const entry = judgement.status?.entry ?? null;
    if (entry === null || !isFinal(entry)) {
        return true;
    }

    return entry.successor !== null
        ? judgement.demand('NotRevoked', false, 'SUPERSEDED', toHex(entry.successor), ofEntry(entry))
        : judgement.demand('NotRevoked', false, 'REVOKED', '', ofEntry(entry));
}

const judgeTime = (judgement, now, drift) =>
    judgement.status === null
    || timeOf(judgement.status.timeMs) <= now + drift
    || judgement.demand('Status', false, 'INVALID_STATUS', 'InTheFuture', ofProven(judgement.status));

/** Both ends of the leaf's validity are inside it. */
function judgeValidity(judgement, { validFrom, validTo }, at) {
    const seconds = Math.floor(at / 1000);
    const begun = seconds >= validFrom;
    const lasts = validTo === 0 || seconds <= validTo;
    return judgement.demand('Validity', begun && lasts, begun ? 'EXPIRED' : 'NOT_YET_VALID');
}

/** A status counts from its last change on: of a time before that nothing is proven. */
function judgeFreshness(judgement, { at, longestAge }, drift) {
    const { status } = judgement;
    if (longestAge === null) {
        judgement.waive('Freshness');
        return true;
    }

    if (status === null) {
        return judgement.demand('Freshness', false, 'STALE_STATUS', 'NoProof');
    }

    const age = at - timeOf(status.timeMs);
    return status.entry !== null && timeOf(status.entry.timeMs) > at + drift
        ? judgement.demand('Freshness', false, 'STALE_STATUS', 'ChangedLater', ofProven(status))
        : judgement.demand('Freshness', age <= longestAge, 'STALE_STATUS', 'TooOld', `${ofProven(status)}, ${writtenAge(age)} old`);
}

const judgeSuspension = judgement =>
    judgement.status?.entry?.status !== 'Suspended'
    || judgement.demand('NotSuspended', false, 'SUSPENDED', '', ofEntry(judgement.status.entry));

/**
 * All that is asked behind the document itself. `moment` is {at, now, longestAge} in milliseconds: the time that is asked for, the clock,
 * and how old a proof may be, or null when none is asked for.
 */
export function judgeStatus(judgement, envelope, moment, history, verifySignature) {
    const drift = Number(history.genesis.parameters.maximumDriftMs);
    return judgeProof(judgement, envelope, history, verifySignature)
        && judgeRevocation(judgement)
        && judgeTime(judgement, Math.max(moment.now, moment.at), drift)
        && judgeValidity(judgement, envelope.receipt.leaf, moment.at)
        && judgeFreshness(judgement, moment, drift)
        && judgeSuspension(judgement);
}
