using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Network;

namespace Ledger.Testnet.Upgrade;

/// <summary>The operators of a test network, who decide together as often as they are asked to.</summary>
internal sealed class Operators(TestNetwork network)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Made for the revision and approved by all of the first epoch's operators, then submitted; the block's answer.</summary>
    /// <exception cref="Client.LedgerRpcException">The node refused it.</exception>
    public Task<SubmitResponse> DecideAsync(ValidatorNode node, ulong revision, CancellationToken cancellation, GovernanceAction action)
    {
        GovernanceChange change = new(network.Genesis.ChainId, revision, [action]);
        ValidatorSet set = network.Genesis.Validators;
        Approval[] approvals = [.. network.Nodes.Select(n => Approve(change, set, n))];
        Height validUntil = new(network.Genesis.Parameters.MaximumValidityHeights);
        SignedTransaction signed = SignedTransaction.Unsigned(GovernanceTransaction.Of(change, validUntil, approvals));
        return node.Client.SubmitAsync(signed.Encode(), waitForReceipt: true, Patience, cancellation);
    }

    /// <summary>An issuer beside those of the genesis, with a key of its own in the network's folder.</summary>
    public (IssuerIdentity Identity, IssuerAction Action) NewIssuer(string name, string region)
    {
        string passphrase = network.Issuers[0].PassphrasePath;
        string path = Path.Combine(network.Folder, "issuer-new.key");
        byte[] key = MemberKeys.MakeSigningKey(SuiteId.Ed25519, path, File.ReadAllBytes(passphrase));
        IssuerIdentity identity = new((uint)network.Genesis.Issuers.Count, name, region, path, passphrase);
        Issuer record = new(0, name, new Region(region), SuiteId.Ed25519, key);
        using SoftwareSigner signer = identity.OpenSigner();
        return (identity, new IssuerAction.Add(record, Possession.Prove(network.Genesis.ChainId, record, signer)));
    }

    private Approval Approve(GovernanceChange change, ValidatorSet set, ValidatorNode node)
    {
        using SoftwareSigner key = new IssuerIdentity(0, "", "", node.OperatorKeyPath, network.Issuers[0].PassphrasePath).OpenSigner();
        return change.Approve(set.Find(node.Name)!.Value, key);
    }
}
