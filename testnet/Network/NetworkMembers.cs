using System.Security.Cryptography;
using System.Text;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Testnet.Network;

/// <summary>The keys of a test network's validators and issuers, made under one passphrase, and their genesis.</summary>
/// <param name="PassphrasePath">The file with the passphrase of every key file.</param>
internal sealed record NetworkMembers(Genesis Genesis, IReadOnlyList<IssuerIdentity> Issuers, string PassphrasePath)
{
    /// <summary>Writes key files into the nodes' folders, and the issuers', passphrase and genesis into their own.</summary>
    public static NetworkMembers Make(Manifest manifest, string folder, IReadOnlyList<ValidatorNode> nodes)
    {
        byte[] passphrase = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        string passphrasePath = Path.Combine(folder, "passphrase");
        File.WriteAllBytes(passphrasePath, passphrase);
        IssuerIdentity[] issuers =
        [
            .. manifest.Issuers.Select((member, i) => new IssuerIdentity(
                (uint)i, member.Name, member.Region, Path.Combine(folder, $"issuer-{i}.key"), passphrasePath, member.SuiteId)),
        ];
        Genesis genesis = MakeGenesis(manifest, nodes, issuers, passphrase);
        File.WriteAllText(Path.Combine(folder, TestNetwork.GenesisName), GenesisJson.Write(genesis));
        return new NetworkMembers(genesis, issuers, passphrasePath);
    }

    private static Genesis MakeGenesis(
        Manifest manifest, IReadOnlyList<ValidatorNode> nodes, IssuerIdentity[] issuers, byte[] passphrase)
    {
        Validator[] validators =
        [
            .. nodes.AsParallel().AsOrdered().Select(n => new Validator(
                n.Name,
                new Region(n.Region),
                n.Suite,
                MemberKeys.MakeSigningKey(n.Suite, n.KeyPath, passphrase),
                MemberKeys.MakeTlsKey(n.TlsKeyPath, passphrase),
                MemberKeys.MakeSigningKey(n.Suite, n.OperatorKeyPath, passphrase),
                MemberKeys.MakeCosigningKeys(n.CosigningKeyPath, passphrase))),
        ];
        Issuer[] registered =
        [
            .. issuers.Select(i => new Issuer(
                i.Index,
                i.Name,
                new Region(i.Region),
                i.Suite,
                MemberKeys.MakeSigningKey(i.Suite, i.KeyPath, passphrase))),
        ];
        IEnumerable<RegionMinimum> minimums =
            manifest.Regions.Select(r => new RegionMinimum(new Region(r.Code), r.Minimum));
        ulong now = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return new Genesis(
            manifest.Name, now, manifest.Parameters, new ValidatorSet(validators, minimums), registered);
    }
}
