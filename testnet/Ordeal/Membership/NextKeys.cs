using Ledger.Node.Commands;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Ordeal;

/// <summary>Keys made ahead of the change that brings them into force, and told to the node that is to have them.</summary>
internal static class NextKeys
{
    /// <summary>Consensus, TLS, cosigning and operator keys, in the node's configuration as the next ones from its next start on.</summary>
    public static async Task PrepareAsync(TestNetwork network, ValidatorNode node, CancellationToken cancellation)
    {
        string[] address = node.IsFounderOf(network) ? [] : ["--address", $"127.0.0.1:{node.Ports.Peer}"];
        await network.Program.RunAsync(
            ["key", "new", "--kind", "validator", "--name", node.Name, "--region", node.Region, "--out", node.NextKeysFolder,
                "--passphrase-file", Path.Combine(network.Folder, "passphrase"), .. address],
            cancellation);
        MemberFiles next = MemberFiles.Of(node.NextKeysFolder, isValidator: true);
        node.Configure(c => (c["nextKeyFilePath"], c["nextTlsKeyFilePath"], c["nextCosigningKeyFilePath"])
            = (next.Signing, next.Transport, next.Cosigning));
    }

    /// <summary>A folder with the next keys, but the consensus key that is in force: what a node that is down can change to.</summary>
    public static string WithoutConsensusKey(ValidatorNode node)
    {
        MemberFiles now = MemberFiles.Of(node.Folder, isValidator: true);
        MemberFiles next = MemberFiles.Of(node.NextKeysFolder, isValidator: true);
        MemberFiles both = MemberFiles.Of(Path.Combine(node.Folder, "tls-only"), isValidator: true);
        Directory.CreateDirectory(Path.GetDirectoryName(both.Descriptor)!);
        File.Copy(now.Signing, both.Signing);
        File.Copy(next.Cosigning!, both.Cosigning!);
        MemberDescriptor inForce = MemberDescriptor.Load(now.Descriptor, MemberDescriptor.ValidatorFormat);
        MemberDescriptor coming = MemberDescriptor.Load(next.Descriptor, MemberDescriptor.ValidatorFormat);
        (coming with { PublicKey = inForce.PublicKey }).Save(both.Descriptor);
        return Path.GetDirectoryName(both.Descriptor)!;
    }

    private static bool IsFounderOf(this ValidatorNode node, TestNetwork network)
        => network.Genesis.Validators.Find(node.Name) is not null;
}
