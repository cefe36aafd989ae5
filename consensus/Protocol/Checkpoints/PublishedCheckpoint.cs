using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Checkpoints;

/// <summary>A checkpoint that a jurisdiction quorum has cosigned, with all lines gathered so far (PROTOCOL.md C1).</summary>
/// <remarks>
/// Only what has that quorum becomes one, also when it is read back. As bytes: the epoch's configuration behind its length u32, count u8,
/// each validator's message, as <see cref="Message.Encode"/> has it, behind its length u32, in the order of the set.
/// </remarks>
public sealed record PublishedCheckpoint
{
    /// <summary>Longest encoding in bytes.</summary>
    public const int MaximumBytes = EpochConfiguration.MaximumBytes + (ValidatorSet.MaximumSize * (MaximumMessageBytes + sizeof(uint))) + 8;

    private const int MaximumMessageBytes = 512;

    private PublishedCheckpoint(EpochConfiguration epoch, IEnumerable<Cosigned> lines)
    {
        (Epoch, Lines) = (epoch, [.. lines.OrderBy(l => l.Sender.Value)]);
        Checkpoint = Lines[0].Checkpoint;
    }

    /// <summary>Whose validators cosigned it.</summary>
    public EpochConfiguration Epoch { get; }

    /// <summary>One of each cosigner, in the order of the set.</summary>
    public IReadOnlyList<Cosigned> Lines { get; }

    public TwinCheckpoint Checkpoint { get; }

    public ulong Size => Checkpoint.Size;

    /// <summary>The newest block that a line names.</summary>
    public Height Height => Lines.Max(l => l.Height);

    private Digest ChainId => Epoch.ChainId;

    /// <summary>The note of the log over SHA-256: everybody's line as the log, then each validator's cosignatures.</summary>
    public SignedNote Sha256Note
    {
        get
        {
            CosignedLines[] lines = AsLines();
            return new SignedNote(Checkpoint.Text(ChainId), [.. lines.Select(l => l.Log), .. lines.SelectMany(l => l.Sha256)]);
        }
    }

    /// <summary>The note of its twin over SM3: each validator's cosignatures.</summary>
    public SignedNote Sm3Note => new(Checkpoint.TwinText(ChainId), [.. AsLines().SelectMany(l => l.Sm3)]);

    /// <summary>Null unless the messages are of one checkpoint and of distinct validators that are a jurisdiction quorum.</summary>
    /// <param name="lines">Verified by whoever has them.</param>
    public static PublishedCheckpoint? Of(EpochConfiguration epoch, IReadOnlyCollection<Cosigned> lines)
    {
        SignerSet signers = SignerSet.Of(lines.Select(l => l.Sender));
        bool isOne = signers.Count == lines.Count && lines.DistinctBy(l => l.Checkpoint).Count() == 1;
        return isOne && epoch.Validators.HasQuorum(signers) ? new PublishedCheckpoint(epoch, lines) : null;
    }

    /// <summary>This validator's line; null when it is not there.</summary>
    public Cosigned? LineOf(ValidatorIndex validator) => Lines.FirstOrDefault(l => l.Sender == validator);

    /// <summary>The same with one line more.</summary>
    public PublishedCheckpoint With(Cosigned line) => new(Epoch, [.. Lines, line]);

    public byte[] Encode()
    {
        WireWriter writer = new(4096);
        writer.Block(Epoch.Encode()).U8((byte)Lines.Count);
        foreach (Cosigned line in Lines)
        {
            writer.Block(line.Encode());
        }

        return writer.ToArray();
    }

    /// <summary>Reads one and verifies every signature of it.</summary>
    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, SignatureSuites suites, out PublishedCheckpoint? published)
    {
        published = null;
        WireReader reader = new(bytes);
        WireReader inner = new(reader.Block(EpochConfiguration.MaximumBytes));
        EpochConfiguration? epoch = reader.Failed ? null : EpochConfiguration.Read(ref inner);
        reader.Require(epoch is not null && inner.Finish() == DecodeFault.None, DecodeFault.NotCanonical);
        List<Cosigned?> lines = [];
        for (int left = reader.U8(); left > 0 && !reader.Failed; left--)
        {
            lines.Add(MessageDecoder.ReadOwn<Cosigned>(reader.Block(MaximumMessageBytes).ToArray()));
        }

        if (reader.Finish() != DecodeFault.None || epoch is null)
        {
            return reader.Finish();
        }

        bool isGood = lines.All(l => l is not null && epoch.Validators.Contains(l.Sender)
            && l.IsSignedBy(epoch.Validators[l.Sender], epoch.ChainId, suites));
        PublishedCheckpoint? read = isGood ? Of(epoch, [.. lines.OfType<Cosigned>()]) : null;
        published = read?.Lines.SequenceEqual(lines) == true ? read : null; // or in another order
        return published is null ? DecodeFault.NotCanonical : DecodeFault.None;
    }

    private CosignedLines[] AsLines() => [.. Lines.Select(l => l.LinesOf(Epoch.Validators[l.Sender], ChainId))];
}
