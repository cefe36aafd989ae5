using System.Security.Cryptography.X509Certificates;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Commands;
using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Whether the keys a configuration points at are this node's own, as far as can be told before the chain is read.</summary>
/// <remarks>
/// Own is what genesis names for it, or what its own descriptor beside the key does: a key that governance brought into force is in no
/// genesis. What genesis names for another validator is never own.
/// </remarks>
internal static class KeyOwnership
{
    private const string Descriptor = "validator.json";

    /// <exception cref="StartRefusedException"><see cref="StartRefusal.ForeignKey"/>.</exception>
    public static void Require(
        NodeConfiguration configuration, NodeIdentity identity, IReadOnlyList<ISigner> signers, X509Certificate2[] certificates)
    {
        ValidatorSet set = identity.Genesis.Validators;
        if (configuration.KeyFilePath is { } keyFile)
        {
            string?[] owners = [.. signers.Select(s => set.FindKey(s.Suite, s.PublicKey.Span) is { } place ? set[place].Name : null)];
            bool described = DescriptorOf(keyFile, identity) is { } own
                && signers.Any(s => own.PublicKey == Convert.ToHexStringLower(s.PublicKey.Span));
            Require(owners, described, keyFile, "$.keyFilePath", identity);
        }

        Digest[] pins = [.. certificates.Select(PeerCertificate.Pin)];
        string?[] pinned = [.. pins.Select(pin => set.Validators.FirstOrDefault(v => v.TlsPin == pin)?.Name)];
        bool isDescribed = DescriptorOf(configuration.TlsKeyFilePath, identity) is { } mine && pins.Any(p => mine.TlsPin == p.ToString());
        Require(pinned, isDescribed, configuration.TlsKeyFilePath, "$.tlsKeyFilePath", identity);
    }

    /// <exception cref="StartRefusedException"><see cref="StartRefusal.ForeignKey"/>.</exception>
    public static void Require(NodeConfiguration configuration, NodeIdentity identity, IReadOnlyList<CosigningSigners> cosigners)
    {
        if (configuration.CosigningKeyFilePath is not { } file)
        {
            return;
        }

        string?[] owners =
            [.. cosigners.Select(c => identity.Genesis.Validators.Validators.FirstOrDefault(v => v.CosigningKeys.AreOf(c))?.Name)];
        bool described = DescriptorOf(file, identity) is { } own && cosigners.Any(own.ToValidator().CosigningKeys.AreOf);
        Require(owners, described, file, "$.cosigningKeyFilePath", identity);
    }

    private static void Require(string?[] owners, bool isDescribed, string path, string field, NodeIdentity identity)
    {
        bool anothers = owners.Any(o => o is not null && o != identity.Name);
        bool isOwn = owners.Contains(identity.Name) || isDescribed || identity.Genesis.Validators.Find(identity.Name) is null;
        if (anothers || !isOwn)
        {
            throw new StartRefusedException(
                StartRefusal.ForeignKey, path, field, $"not the key that genesis, or {Descriptor} beside it, names for {identity.Name}");
        }
    }

    private static MemberDescriptor? DescriptorOf(string keyFile, NodeIdentity identity)
    {
        string path = Path.Combine(Path.GetDirectoryName(keyFile)!, Descriptor);
        MemberDescriptor? read = File.Exists(path) ? MemberDescriptor.Load(path, MemberDescriptor.ValidatorFormat) : null;
        return read?.Name == identity.Name ? read : null;
    }
}
