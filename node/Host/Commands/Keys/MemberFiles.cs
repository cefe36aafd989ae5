using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>The key files of a validator or an issuer and the descriptor of what is public of them.</summary>
/// <param name="Operator">The key that approves governance: made beside the others, and then kept off-line.</param>
/// <param name="Cosigning">Of a validator: both keys that cosign checkpoints.</param>
internal sealed record MemberFiles(string Descriptor, string Signing, string? Transport, string? Operator, string? Cosigning)
{
    public string[] Paths => [Signing, .. new[] { Transport, Operator, Cosigning }.OfType<string>(), Descriptor];

    public static MemberFiles Of(string folder, bool isValidator)
        => new(
            Path.Combine(folder, isValidator ? "validator.json" : "issuer.json"),
            Path.Combine(folder, isValidator ? "consensus.key" : "issuer.key"),
            isValidator ? Path.Combine(folder, "tls.key") : null,
            isValidator ? Path.Combine(folder, "operator.key") : null,
            isValidator ? Path.Combine(folder, "cosigning.key") : null);

    /// <summary>Draws the keys and seals them; overwrites nothing, and leaves nothing behind when it refuses.</summary>
    /// <param name="operatorKey">Of a validator whose operator key is not made here: the one that stays.</param>
    public MemberDescriptor Make(
        string name, string region, SuiteId suite, string passphraseFile, string? address = null, string? operatorKey = null)
    {
        if (!MemberDescriptor.IsName(name) || !Region.IsWellFormed(region))
        {
            throw CommandFailure.Usage(
                "--name is 1 to 64 printable ASCII characters, --region 2 to 8 of A-Z, 0-9 and '-'");
        }

        if (address is not null && !MemberDescriptor.IsAddress(address))
        {
            throw CommandFailure.Usage($"--address {address}: HOST:PORT");
        }

        if (Array.Find(Paths, Path.Exists) is { } taken)
        {
            throw CommandFailure.OfFile(taken, "exists, and no key is ever overwritten");
        }

        using Passphrase passphrase = Passphrase.Read(passphraseFile);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(Descriptor)!);
        string publicKey = MakeSigning(suite, Signing, passphrase);
        string? pin = Transport is null ? null : NewKeys.PinOf(Save(NewKeys.Transport(passphrase.Bytes), Transport));
        operatorKey = Operator is null ? operatorKey : MakeSigning(suite, Operator, passphrase);
        CosigningKeys? cosigning = Cosigning is null
            ? null : CosigningKeys.Split(Save(NewKeys.Cosigning(passphrase.Bytes), Cosigning).PublicKey);
        string format = pin is null ? MemberDescriptor.IssuerFormat : MemberDescriptor.ValidatorFormat;
        MemberDescriptor descriptor = new(
            format, name, region, SuiteNames.Of(suite)!, publicKey, pin, operatorKey,
            HexOf(cosigning?.Ed25519), HexOf(cosigning?.Sm2), address);
        descriptor.Save(Descriptor);
        return descriptor;
    }

    private static string MakeSigning(SuiteId suite, string path, Passphrase passphrase)
        => Convert.ToHexStringLower(Save(NewKeys.Signing(suite, passphrase.Bytes), path).PublicKey.Span);

    private static string? HexOf(ReadOnlyMemory<byte>? key) => key is { } bytes ? Convert.ToHexStringLower(bytes.Span) : null;

    private static KeyFile Save(KeyFile key, string path)
    {
        key.Save(path);
        return key;
    }
}
