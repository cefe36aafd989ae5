using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;

namespace Ledger.Protocol.Blocks;

/// <summary>What a block commits to; validators sign the digests of exactly these bytes.</summary>
/// <remarks>PROTOCOL.md section 4. A block's hash does not contain the view it was proposed in (N1).</remarks>
public sealed record BlockHeader
{
    public const ushort Version = 1;

    /// <summary>Length of the encoding in bytes.</summary>
    public const int Size = 2 + 32 + 4 + 8 + 32 + 8 + 32 + 32 + 32 + 32 + 8 + 32 + 32 + 32;

    public required Digest ChainId { get; init; }

    public required Epoch Epoch { get; init; }

    public required Height Height { get; init; }

    public required Digest Parent { get; init; }

    /// <summary>Unix milliseconds, greater than the parent's (T0).</summary>
    public required ulong TimeMs { get; init; }

    public required Digest ConfigurationHash { get; init; }

    public required Digest NextConfigurationHash { get; init; }

    /// <summary>RFC 6962 SHA-256 root over the batch digests.</summary>
    public required Digest BatchesRoot { get; init; }

    /// <summary>RFC 6962 SHA-256 root over the outcome records.</summary>
    public required Digest OutcomesRoot { get; init; }

    /// <summary>Leaves in the anchor log after this block.</summary>
    public required ulong LogSize { get; init; }

    public required Digest LogRoot { get; init; }

    public required Digest LogRootSm3 { get; init; }

    public required Digest StateRoot { get; init; }

    public byte[] Encode()
    {
        WireWriter writer = new(Size);
        Write(writer);
        return writer.ToArray();
    }

    public void Write(WireWriter writer)
        => writer.U16(Version).Digest(ChainId).Epoch(Epoch).Height(Height).Digest(Parent).U64(TimeMs)
            .Digest(ConfigurationHash).Digest(NextConfigurationHash).Digest(BatchesRoot).Digest(OutcomesRoot)
            .U64(LogSize).Digest(LogRoot).Digest(LogRootSm3).Digest(StateRoot);

    public static BlockHeader Read(ref WireReader reader)
    {
        reader.Require(reader.U16() == Version, DecodeFault.UnknownKind);
        return new BlockHeader
        {
            ChainId = reader.Digest(),
            Epoch = reader.Epoch(),
            Height = reader.Height(),
            Parent = reader.Digest(),
            TimeMs = reader.U64(),
            ConfigurationHash = reader.Digest(),
            NextConfigurationHash = reader.Digest(),
            BatchesRoot = reader.Digest(),
            OutcomesRoot = reader.Digest(),
            LogSize = reader.U64(),
            LogRoot = reader.Digest(),
            LogRootSm3 = reader.Digest(),
            StateRoot = reader.Digest(),
        };
    }

    public BlockId ComputeId()
    {
        byte[] bytes = Encode();
        return new BlockId(Sha256.Hash(bytes), Sm3.Hash(bytes));
    }
}
