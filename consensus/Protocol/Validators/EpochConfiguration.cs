using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Validators;

/// <summary>What all validators share during one epoch: who they are, and the parameters they run by.</summary>
/// <remarks>
/// PROTOCOL.md E1-E4. Its hash is in every header and in every signed statement. A header whose next hash is another ends its
/// epoch, also when the same validators go on: the epoch's number and start are part of it, so no two epochs are alike.
/// </remarks>
public sealed class EpochConfiguration
{
    /// <summary>Longest encoding in bytes.</summary>
    public const int MaximumBytes = 128 * 1024;

    /// <summary>Longest encoding of a set: a full one, every text and key at its longest.</summary>
    private const int MaximumSetBytes = 64 * 1024;

    private static readonly byte[] DomainTag = [.. "ledger/epoch/v1"u8, 0];

    public EpochConfiguration(
        Digest chainId, Epoch number, Height start, Digest previous, ChainParameters parameters, ValidatorSet validators)
    {
        (ChainId, Number, Start, Previous, Parameters, Validators) = (chainId, number, start, previous, parameters, validators);
        Hash = Sha256.Hash(DomainTag, Encode());
    }

    public Digest ChainId { get; }

    public Epoch Number { get; }

    /// <summary>The epoch's first height; the primaries' turns count from it (N1).</summary>
    public Height Start { get; }

    /// <summary>
    /// The hash of the configuration before this one, zero in the first: whoever believes a recent one believes by it all before, and
    /// needs no signature of a key that may since have been stolen.
    /// </summary>
    public Digest Previous { get; }

    public ChainParameters Parameters { get; }

    public ValidatorSet Validators { get; }

    /// <summary>SHA-256 of the domain tag and the canonical bytes.</summary>
    public Digest Hash { get; }

    /// <summary>What every statement of this epoch is bound to.</summary>
    public VoteContext Context => new(ChainId, Number, Hash);

    /// <summary>p(v) = set[(first height of the epoch + v) mod n].</summary>
    public ValidatorIndex Primary(View view)
        => new((byte)((Start.Value + view.Value) % (ulong)Validators.Size));

    /// <summary>The canonical bytes: chain id, number, start, previous, parameters, then the set behind its length.</summary>
    public byte[] Encode()
    {
        WireWriter writer = new(1024);
        writer.Digest(ChainId).Epoch(Number).Height(Start).Digest(Previous);
        Parameters.Write(writer);
        return writer.Block(Validators.Encode()).ToArray();
    }

    /// <summary>Reads one of <see cref="Encode"/>; null after a fault.</summary>
    public static EpochConfiguration? Read(ref WireReader reader)
    {
        Digest chainId = reader.Digest();
        (Epoch number, Height start, Digest previous) = (reader.Epoch(), reader.Height(), reader.Digest());
        ChainParameters parameters = ChainParameters.Read(ref reader);
        WireReader inner = new(reader.Block(MaximumSetBytes));
        ValidatorSet? set = reader.Failed ? null : ValidatorSet.Read(ref inner);
        reader.Require(set is not null && inner.Finish() == DecodeFault.None, DecodeFault.NotCanonical);
        return reader.Failed || set is null ? null : new EpochConfiguration(chainId, number, start, previous, parameters, set);
    }
}
