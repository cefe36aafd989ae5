using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Node.Running;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Commands;

/// <summary>What a node says of its chain's configuration: believed as far as <see cref="FollowAsync"/> has checked it.</summary>
/// <param name="Next">The configuration that is to follow, whose start is known.</param>
/// <param name="Pending">A change that is decided and waits for its newcomers.</param>
/// <param name="Awaited">Those newcomers, by name.</param>
internal sealed record NodeGovernance(
    ulong Height,
    ulong Revision,
    EpochConfiguration Configuration,
    EpochConfiguration? Next,
    GovernanceChange? Pending,
    IReadOnlyList<string> Awaited,
    uint IssuerCount)
{
    /// <summary>Those that were decided since the genesis, as far as they were asked for.</summary>
    public IReadOnlyList<IssuerEntry> Issuers { get; init; } = [];

    public static async Task<NodeGovernance> AskAsync(NodeRing nodes, Deadline deadline, CancellationToken cancellation)
    {
        GovernanceResponse answer = await nodes.OnceAsync(
            (node, time) => node.GetGovernanceAsync(time, cancellation), deadline, cancellation);
        EpochConfiguration? configuration = ReadConfiguration(answer.Configuration.Span);
        EpochConfiguration? next = ReadConfiguration(answer.NextConfiguration.Span);
        GovernanceChange? pending = ReadChange(answer.PendingChange.Span);
        bool whole = configuration is not null
            && next is null == answer.NextConfiguration.IsEmpty
            && pending is null == answer.PendingChange.IsEmpty;
        return whole
            ? new NodeGovernance(answer.Height, answer.Revision, configuration!, next, pending, [.. answer.Awaited], answer.IssuerCount)
            : throw new CommandFailure(ExitCode.Invalid, "the node's bytes are no configuration");
    }

    /// <summary>As <see cref="AskAsync"/>, and the configuration is followed from the genesis by signatures.</summary>
    public static async Task<NodeGovernance> FollowAsync(
        NodeRing nodes, EpochHistory believed, Deadline deadline, CancellationToken cancellation)
    {
        NodeGovernance said = await AskAsync(nodes, deadline, cancellation);
        if (said.Configuration.ChainId != believed.Genesis.ChainId)
        {
            throw new CommandFailure(ExitCode.Invalid, "the node serves another chain than the genesis", "WRONG_CHAIN");
        }

        HistoryClient client = new(nodes, believed, SignatureSuites.Production);
        await client.FollowAsync(deadline, cancellation);
        Digest? known = client.History.Find(said.Configuration.Number)?.Hash;
        return known == said.Configuration.Hash
            ? said
            : throw new CommandFailure(
                ExitCode.Invalid, "the set changes do not lead to the configuration that the node names", "BAD_HISTORY");
    }

    /// <summary>The same with the issuers, whose proofs are followed from what is believed.</summary>
    public async Task<NodeGovernance> WithIssuersAsync(
        NodeRing nodes, EpochHistory believed, Deadline deadline, CancellationToken cancellation)
    {
        HistoryClient client = new(nodes, believed, SignatureSuites.Production);
        IReadOnlyList<ProvenIssuers> pieces = await client.LearnIssuersAsync(deadline, cancellation);
        return this with { Issuers = [.. pieces.SelectMany(p => p.Issuers).Select(i => i.Entry)] };
    }

    private static EpochConfiguration? ReadConfiguration(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        EpochConfiguration? read = EpochConfiguration.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read : null;
    }

    private static GovernanceChange? ReadChange(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        GovernanceChange read = GovernanceChange.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read : null;
    }
}
