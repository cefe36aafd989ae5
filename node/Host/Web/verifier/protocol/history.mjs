/** The configurations that are believed, epoch after epoch, from the genesis or from a pinned one (PROTOCOL.md E4). */
import { ofText, same } from '../bytes.mjs';
import { after, isCommitOf, isSignedByQuorum, readCertificate, readHeader } from './blocks.mjs';
import { EpochConfiguration } from './validators.mjs';
import { decode, decodeInner } from './wire.mjs';

export const LONGEST_EPOCHS = 64 * 1024 * 1024;

const MAGIC = ofText('ledger-epochs');
const VERSION = 1;
const MOST_LINKS = 4096;
const LONGEST_LINK = 136 * 1024;
const LONGEST_CONFIGURATION = 128 * 1024;

/** Why set changes are not believed: a stable name, and the epoch that is not. */
export class HistoryFault extends Error {
    constructor(fault, epoch) {
        super(`${fault} at epoch ${epoch}`);
    }
}

const readLink = reader => ({
    last: readHeader(reader),
    certificate: readCertificate(reader),
    next: decodeInner(reader.block(LONGEST_CONFIGURATION), EpochConfiguration.read, 'NotCanonical'),
});

/** Magic, version u8, chain id, count u32, then each link behind its length. Reading believes nothing. */
export const readEpochs = bytes => decode(bytes, reader => {
    reader.require(bytes.length <= LONGEST_EPOCHS, 'TooLong');
    reader.require(same(reader.take(MAGIC.length), MAGIC) && reader.u8() === VERSION, 'UnknownKind');
    const chainId = reader.digest();
    return { chainId, links: reader.list(reader.count(MOST_LINKS), r => decode(r.block(LONGEST_LINK), readLink)) };
});

/** Null, or why a link is not the end of the epoch that is believed and the beginning of the next. */
function faultOf({ last, certificate, next }, believed, verifySignature) {
    const rules = [
        ['WrongChain', () => same(last.chainId, believed.chainId) && same(next.chainId, believed.chainId)],
        ['NotOfEpoch', () => last.epoch === believed.number && same(last.configurationHash, believed.hash)],
        ['BrokenPrevious', () => same(next.previous, believed.hash)],
        ['NotConsecutive', () => next.number === believed.number + 1],
        ['WrongStart', () => next.start === after(last.height)],
        ['NextNotNamed', () => same(last.nextConfigurationHash, next.hash)],
        ['CertificateNotOfHeader', () => isCommitOf(certificate, last)],
        ['QuorumMissing', () => believed.set.hasQuorum(certificate.signers)],
        ['BadSignature', () => isSignedByQuorum(certificate, believed, verifySignature)],
    ];
    return rules.find(([, holds]) => !holds())?.[0] ?? null;
}

/** Null, or why a header is not final by the validators of its own epoch. */
export function faultOfCertified({ header, certificate }, history, verifySignature) {
    const epoch = history.epoch(header.epoch);
    const rules = [
        ['WrongChain', () => same(header.chainId, history.genesis.chainId)],
        ['UnknownEpoch', () => epoch !== null],
        ['WrongEpochOrSet', () => history.covers(header)],
        ['NotCertified', () => isCommitOf(certificate, header) && isSignedByQuorum(certificate, epoch, verifySignature)],
    ];
    return rules.find(([, holds]) => !holds())?.[0] ?? null;
}

export class EpochHistory {
    #configurations;
    #issuers;

    constructor(genesis, configurations = [genesis.configuration], issuers = new Map()) {
        this.genesis = genesis;
        this.#configurations = configurations;
        this.#issuers = issuers;
    }

    get first() {
        return this.#configurations[0];
    }

    get last() {
        return this.#configurations.at(-1);
    }

    /** Believes the configuration of hash `pin` and those before it by hashes alone, and what follows it by signatures. */
    static fromPinned(genesis, pin, links, verifySignature) {
        const all = links.map(link => link.next);
        if (all.length === 0 || all[0].number === 1) {
            all.unshift(genesis.configuration);
        }

        const pinned = all.findIndex(configuration => same(configuration.hash, pin));
        if (pinned < 0) {
            throw new HistoryFault('PinNotFound', all.at(-1).number);
        }

        if (!same(all[pinned].chainId, genesis.chainId)) {
            throw new HistoryFault('WrongChain', all[pinned].number);
        }

        for (let i = pinned; i > 0; i--) {
            const before = all[i - 1], at = all[i];
            const fault = !same(before.hash, at.previous) ? 'BrokenPrevious' : before.number + 1 !== at.number ? 'NotConsecutive' : null;
            if (fault !== null) {
                throw new HistoryFault(fault, before.number);
            }
        }

        const past = new EpochHistory(genesis, all.slice(0, pinned + 1));
        return past.follow(links.filter(link => link.next.number > past.last.number), verifySignature);
    }

    /** This history and what the links add to it. */
    follow(links, verifySignature) {
        const believed = [...this.#configurations];
        for (const link of links) {
            const fault = faultOf(link, believed.at(-1), verifySignature);
            if (fault !== null) {
                throw new HistoryFault(fault, believed.at(-1).number + 1);
            }

            believed.push(link.next);
        }

        return new EpochHistory(this.genesis, believed, this.#issuers);
    }

    /** This history and issuers, {index, name, region, ...}, that were proven by a state of its chain. */
    knowing(issuers) {
        const all = [...this.#issuers, ...issuers.map(issuer => [issuer.index, issuer])];
        return new EpochHistory(this.genesis, this.#configurations, new Map(all));
    }

    /** Null for an issuer of whom nothing is known. */
    issuer(index) {
        return this.#issuers.get(index) ?? this.genesis.issuers[index] ?? null;
    }

    /** The configuration of an epoch; null for one that this history does not reach. */
    epoch(number) {
        return this.#configurations[number - this.first.number] ?? null;
    }

    /** Whether a header names its epoch's configuration and stands among its heights, as far as their end is known. */
    covers(header) {
        const epoch = this.epoch(header.epoch);
        const isOrigin = header.height === 0n && header.epoch === 0;
        return epoch !== null
            && same(header.configurationHash, epoch.hash)
            && (header.height >= epoch.start || isOrigin)
            && (epoch === this.last || header.height < this.epoch(header.epoch + 1).start);
    }
}
