using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;

namespace Ledger.Tests.Unit.Checkpoints;

/// <summary>Notes of a made-up chain, its cosigners with real keys of both suites.</summary>
internal static class Notes
{
    public const ulong TimeSeconds = 1_700_000_000;

    public static readonly Digest ChainId = Sha256.Hash("a chain"u8);

    public static readonly Checkpoint Head = new(LogOrigin.Of(ChainId), 20_852_163, Sha256.Hash("a root"u8));

    public static SignatureSuites Suites => SignatureSuites.Production;

    public static SoftwareSigner Ed25519(byte index) => SoftwareSigner.Open(SuiteId.Ed25519, Secret(index));

    public static SoftwareSigner Sm2(byte index) => SoftwareSigner.Open(SuiteId.Sm2, Secret((byte)(index + 100)));

    public static string NameOf(byte index) => $"sz-{index}";

    public static CosignerKeys KeysOf(byte index)
        => CosignerKeys.Of(ChainId, NameOf(index), Ed25519(index).PublicKey.Span, Sm2(index).PublicKey.Span);

    /// <summary>The three lines of a validator under this text.</summary>
    public static NoteSignature[] LinesOf(byte index, string text) =>
    [
        NoteSignature.Sign(Ed25519(index), KeysOf(index).Log, text),
        Cosignature.Sign(Ed25519(index), KeysOf(index).Ed25519, text, TimeSeconds),
        Cosignature.Sign(Sm2(index), KeysOf(index).Sm2, text, TimeSeconds),
    ];

    /// <summary>A note with the lines of so many validators.</summary>
    public static SignedNote Signed(Checkpoint checkpoint, params byte[] signers)
        => new(checkpoint.ToText(), [.. signers.SelectMany(s => LinesOf(s, checkpoint.ToText()))]);

    public static SignedNote? Read(string text)
        => SignedNote.TryDecode(System.Text.Encoding.UTF8.GetBytes(text), out SignedNote? note) == DecodeFault.None ? note : null;

    public static NoteKey Key(string vkey)
    {
        Assert.Equal(DecodeFault.None, NoteKey.TryParse(vkey, out NoteKey? key));
        return key!;
    }

    private static byte[] Secret(byte index) => [.. Enumerable.Range(1, 32).Select(i => (byte)(i + index))];
}
