using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Engine.Execution.Governance;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Running;

/// <summary>What the engine's state says of the chain's own configuration.</summary>
internal static class GovernanceAnswers
{
    /// <summary>Most links of one answer.</summary>
    private const uint MostLinks = 64;

    /// <summary>An answer ends with the link that makes it so long: a message of gRPC has a bound of its own.</summary>
    private const int LongestAnswer = 1024 * 1024;

    public static GetEpochsResponse Epochs(LedgerEngine engine, GetEpochsRequest request)
    {
        GovernanceState governance = engine.State.Governance;
        GetEpochsResponse response = new()
        {
            Epoch = governance.Epoch.Number.Value,
            ConfigurationHash = ByteString.CopyFrom(governance.Epoch.Hash.ToArray()),
        };
        uint limit = request.Limit is 0 or > MostLinks ? MostLinks : request.Limit;
        uint first = Math.Max(request.FromEpoch, 1);
        for (int bytes = 0; response.Links.Count < limit && bytes < LongestAnswer; bytes += response.Links[^1].Length)
        {
            if (engine.Receipts.Link(new Epoch(first + (uint)response.Links.Count)) is not { } link)
            {
                break;
            }

            response.Links.Add(UnsafeByteOperations.UnsafeWrap(link.Encode()));
        }

        return response;
    }

    public static GovernanceResponse Governance(LedgerEngine engine, GetGovernanceRequest request, SignatureSuites suites)
    {
        GovernanceResponse response = Governance(engine.State.Governance, engine.State.Block.Height, suites);
        response.Issuers = UnsafeByteOperations.UnsafeWrap(
            IssuerProver.Prove(engine.State, engine.Chain, request.IssuersFrom)?.Encode());
        return response;
    }

    public static GovernanceResponse Governance(GovernanceState governance, Height height, SignatureSuites suites)
        => new()
        {
            ChainId = ByteString.CopyFrom(governance.Epoch.ChainId.ToArray()),
            Height = height.Value,
            Epoch = governance.Epoch.Number.Value,
            Revision = governance.Revision,
            Configuration = UnsafeByteOperations.UnsafeWrap(governance.Epoch.Encode()),
            NextConfiguration = UnsafeByteOperations.UnsafeWrap(governance.Next?.Encode()),
            NextStartHeight = governance.Next?.Start.Value ?? 0,
            PendingChange = UnsafeByteOperations.UnsafeWrap(governance.Awaiting?.Encode()),
            IssuerCount = (uint)governance.Issuers.Entries.Count,
            Awaited = { GovernanceExecution.Awaited(governance, suites).Select(v => v.Name) },
        };
}
