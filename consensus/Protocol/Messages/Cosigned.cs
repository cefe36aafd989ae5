using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Messages;

/// <summary>A validator cosigns the two checkpoints of a block that it has made durable (PROTOCOL.md C1).</summary>
/// <remarks>
/// Wire: height u64, time u64, size u64, roots 32 and 32, five signatures of 64: as the log over the SHA-256 checkpoint, then the
/// cosignatures of that checkpoint by Ed25519 and SM2, then those of its twin. Nothing signed says the height: it is where to look.
/// </remarks>
/// <param name="TimeSeconds">Of the block's header: no clock, so that who signs again after a restart signs the same.</param>
public sealed record Cosigned(
    ValidatorIndex Sender, Height Height, ulong TimeSeconds, TwinCheckpoint Checkpoint, ReadOnlyMemory<byte> Signatures) : Message(Sender)
{
    /// <summary>Length in bytes of the signatures.</summary>
    public const int SignaturesBytes = 5 * SignatureSuites.SignatureSize;

    private const ulong MillisecondsPerSecond = 1_000;

    public override MessageKind Kind => MessageKind.Cosigned;

    public static ulong TimeOf(BlockHeader header) => header.TimeMs / MillisecondsPerSecond;

    public static Cosigned Sign(ValidatorIndex sender, BlockHeader header, CosigningSigners by)
    {
        (ulong time, TwinCheckpoint checkpoint) = (TimeOf(header), TwinCheckpoint.Of(header));
        byte[] signatures =
        [
            .. SignedBytes(header.ChainId, checkpoint, time)
                .SelectMany(s => (s.Suite == SuiteId.Sm2 ? by.Sm2 : by.Ed25519).Sign(s.Message)),
        ];
        return new Cosigned(sender, header.Height, time, checkpoint, signatures);
    }

    /// <summary>Whether all five are the validator's.</summary>
    public bool IsSignedBy(Validator validator, Digest chainId, SignatureSuites suites)
        => SignedBytes(chainId, Checkpoint, TimeSeconds).Index().All(s => suites.Verify(
            s.Item.Suite,
            (s.Item.Suite == SuiteId.Sm2 ? validator.CosigningKeys.Sm2 : validator.CosigningKeys.Ed25519).Span,
            s.Item.Message,
            SignatureAt(s.Index).Span));

    /// <summary>The same as lines of the two notes.</summary>
    public CosignedLines LinesOf(Validator validator, Digest chainId)
    {
        CosigningKeys own = validator.CosigningKeys;
        CosignerKeys keys = CosignerKeys.Of(chainId, validator.Name, own.Ed25519.Span, own.Sm2.Span);
        return new CosignedLines(
            new NoteSignature(keys.Log.Name, keys.Log.Id, SignatureAt(0)),
            [LineOf(keys.Ed25519, 1), LineOf(keys.Sm2, 2)],
            [LineOf(keys.Ed25519, 3), LineOf(keys.Sm2, 4)]);
    }

    protected override void WriteBody(WireWriter writer)
        => writer.Height(Height).U64(TimeSeconds).U64(Checkpoint.Size).Digest(Checkpoint.Root).Digest(Checkpoint.RootSm3)
            .Raw(Signatures.Span);

    private NoteSignature LineOf(NoteKey key, int place)
        => new(key.Name, key.Id, new Cosignature(TimeSeconds, SignatureAt(place)).Encode());

    private ReadOnlyMemory<byte> SignatureAt(int place)
        => Signatures.Slice(place * SignatureSuites.SignatureSize, SignatureSuites.SignatureSize);

    private static (SuiteId Suite, byte[] Message)[] SignedBytes(Digest chainId, TwinCheckpoint checkpoint, ulong timeSeconds)
    {
        string text = checkpoint.Text(chainId);
        byte[] cosigned = Cosignature.Message(text, timeSeconds);
        byte[] twin = Cosignature.Message(checkpoint.TwinText(chainId), timeSeconds);
        return
        [
            (SuiteId.Ed25519, System.Text.Encoding.UTF8.GetBytes(text)),
            (SuiteId.Ed25519, cosigned), (SuiteId.Sm2, cosigned), (SuiteId.Ed25519, twin), (SuiteId.Sm2, twin),
        ];
    }
}
