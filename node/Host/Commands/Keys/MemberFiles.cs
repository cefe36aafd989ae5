using Ledger.Cryptography.Keys;
using Ledger.Node.Running;

namespace Ledger.Node.Commands;

/// <summary>The key files of a validator or an issuer and the descriptor of what is public of them.</summary>
internal sealed record MemberFiles(string Descriptor, string Signing, string? Transport)
{
    public string[] Paths => Transport is null ? [Signing, Descriptor] : [Signing, Transport, Descriptor];

    public static MemberFiles Of(string folder, bool isValidator)
        => new(
            Path.Combine(folder, isValidator ? "validator.json" : "issuer.json"),
            Path.Combine(folder, isValidator ? "consensus.key" : "issuer.key"),
            isValidator ? Path.Combine(folder, "tls.key") : null);

    /// <summary>Draws the keys and seals them; overwrites nothing, and leaves nothing behind when it refuses.</summary>
    public MemberDescriptor Make(string name, string region, string passphraseFile)
    {
        if (!MemberDescriptor.IsName(name) || !Protocol.Validators.Region.IsWellFormed(region))
        {
            throw CommandFailure.Usage(
                "--name is 1 to 64 printable ASCII characters, --region 2 to 8 of A-Z, 0-9 and '-'");
        }

        if (Array.Find(Paths, Path.Exists) is { } taken)
        {
            throw CommandFailure.OfFile(taken, "exists, and no key is ever overwritten");
        }

        using Passphrase passphrase = Passphrase.Read(passphraseFile);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(Descriptor)!);
        string publicKey = Convert.ToHexStringLower(Save(NewKeys.Signing(passphrase.Bytes), Signing).PublicKey.Span);
        string? pin = Transport is null ? null : NewKeys.PinOf(Save(NewKeys.Transport(passphrase.Bytes), Transport));
        string format = pin is null ? MemberDescriptor.IssuerFormat : MemberDescriptor.ValidatorFormat;
        MemberDescriptor descriptor = new(format, name, region, MemberDescriptor.Ed25519, publicKey, pin);
        descriptor.Save(Descriptor);
        return descriptor;
    }

    private static KeyFile Save(KeyFile key, string path)
    {
        key.Save(path);
        return key;
    }
}
