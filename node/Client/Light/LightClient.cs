using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Validators;

namespace Ledger.Client.Light;

/// <summary>Follows a chain by its headers and set changes alone, for a bridge or an auditor. One caller at a time.</summary>
/// <remarks>
/// <para>Trusted: the genesis file, or better the hash of a recent configuration; that in every epoch at most f validators lie (else two
/// chains can be shown, and one node shows one of them); and the file in which the state is kept. No node is trusted: whatever it says is
/// believed by a jurisdiction quorum's signatures, or not at all. A node may still hide what is new: compare times with a clock.</para>
/// <para>The first header is the newest, unless told otherwise: what lies below it is final with it. From then on every header is linked
/// to the one before, over changes of the set too, so that the roots that were given out form one chain, and a node that shows another is
/// noticed.</para>
/// <para>What is not checked: that the roots follow from the transactions. That is what the quorum says.</para>
/// </remarks>
/// <param name="believed">The genesis, or the history up to a configuration that is pinned; see <see cref="EpochHistory"/>.</param>
public sealed class LightClient(NodeRing nodes, EpochHistory believed, SignatureSuites suites, LightState? known = null)
{
    private EpochHistory _history = believed;

    /// <summary>Where to begin, when nothing is known yet: 0 for the newest.</summary>
    public Height Begin { get; init; }

    /// <summary>What is believed now, to be kept after each call.</summary>
    public LightState State { get; private set; } = known ?? new LightState(believed.Last, null);

    /// <summary>Of all answers so far, as the messages encode.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Headers that are new since the last call, oldest first; empty when the node has no more.</summary>
    /// <exception cref="LightException">What the node showed is refused, and the state is as it was.</exception>
    public async Task<IReadOnlyList<BlockHeader>> AdvanceAsync(Deadline deadline, CancellationToken cancellation = default)
        => State.Last is { } last
            ? await FollowAsync(last, deadline, cancellation).ConfigureAwait(false)
            : await BeginAsync(deadline, cancellation).ConfigureAwait(false);

    private async Task<IReadOnlyList<BlockHeader>> BeginAsync(Deadline deadline, CancellationToken cancellation)
    {
        (HeaderRun? run, _) = await AskAsync(Begin.Value, deadline, cancellation).ConfigureAwait(false);
        if (run is null)
        {
            return [];
        }

        Demand(Begin.Value == 0 || run.First.Height == Begin ? LightFault.None : LightFault.Gap, run);
        EpochConfiguration epoch = await ConfigurationAsync(run.Last.Epoch, deadline, cancellation).ConfigureAwait(false);
        Demand(HeaderJudge.Judge(run, epoch, suites), run);
        State = new LightState(epoch, run);
        return run.Headers;
    }

    /// <summary>The head is asked for again with what is above it, so that another block in its place is noticed.</summary>
    private async Task<IReadOnlyList<BlockHeader>> FollowAsync(BlockHeader last, Deadline deadline, CancellationToken cancellation)
    {
        EpochConfiguration epoch = State.Epoch;
        Height from = last.Height;
        if (State.IsAtEnd)
        {
            from = last.Height.Next;
            Epoch next = new(last.Epoch.Value + 1);
            EpochConfiguration? entered = await TryConfigurationAsync(next, deadline, cancellation).ConfigureAwait(false);
            if (entered is null)
            {
                await DemandNotBehindAsync(last, deadline, cancellation).ConfigureAwait(false);
                return []; // no block is of the next epoch yet
            }

            Demand(entered.Hash == last.NextConfigurationHash ? LightFault.None : LightFault.BadHistory, null);
            epoch = entered;
        }

        (HeaderRun? run, _) = await AskAsync(from.Value, deadline, cancellation).ConfigureAwait(false);
        if (run is null)
        {
            await DemandNotBehindAsync(last, deadline, cancellation).ConfigureAwait(false);
            return [];
        }

        Demand(run.First.Height == from ? LightFault.None : LightFault.Gap, run);
        Demand(HeaderJudge.Judge(run, epoch, suites), run);
        DemandOneChain(last, run);
        BlockHeader[] added = [.. run.Headers.Where(h => h.Height > last.Height)];
        State = added.Length == 0 ? State : new LightState(epoch, run);
        return added;
    }

    /// <summary>The run is final: whatever of it contradicts what was final before is a fork.</summary>
    private void DemandOneChain(BlockHeader last, HeaderRun run)
    {
        bool same = run.First.Height == last.Height
            ? run.First.ComputeId() == last.ComputeId()
            : HeaderJudge.JudgeChild(last, run.First) == LightFault.None;
        if (!same)
        {
            string both = $"two final chains at height {last.Height}, {last.ComputeId().Sha256} and another";
            throw new LightException(LightFault.Fork, both, new LightFile(State, run));
        }
    }

    private async Task DemandNotBehindAsync(BlockHeader last, Deadline deadline, CancellationToken cancellation)
    {
        (HeaderRun? run, ulong newest) = await AskAsync(from: 0, deadline, cancellation).ConfigureAwait(false);
        if (newest < last.Height.Value)
        {
            throw new LightException(
                LightFault.Rollback, $"the node is at height {newest}, and {last.Height} was final already", new LightFile(State, run));
        }
    }

    private async Task<EpochConfiguration> ConfigurationAsync(Epoch epoch, Deadline deadline, CancellationToken cancellation)
        => await TryConfigurationAsync(epoch, deadline, cancellation).ConfigureAwait(false)
            ?? throw new LightException(LightFault.BadHistory, $"the set changes do not lead to epoch {epoch}");

    private async Task<EpochConfiguration?> TryConfigurationAsync(Epoch epoch, Deadline deadline, CancellationToken cancellation)
    {
        if (_history.Last.Number.Value < epoch.Value)
        {
            HistoryClient client = new(nodes, _history, suites);
            try
            {
                await client.FollowAsync(deadline, cancellation).ConfigureAwait(false);
            }
            catch (AnchorException bad)
            {
                throw new LightException(LightFault.BadHistory, bad.Message);
            }

            _history = client.History;
        }

        return _history.Find(epoch);
    }

    private async Task<(HeaderRun? Run, ulong Newest)> AskAsync(ulong from, Deadline deadline, CancellationToken cancellation)
    {
        GetHeadersRequest request = new() { FromHeight = from };
        GetHeadersResponse answer = await nodes.OnceAsync(
            (node, time) => node.GetHeadersAsync(request, time, cancellation), deadline, cancellation).ConfigureAwait(false);
        BytesReceived += answer.CalculateSize();
        return (answer.Headers.Count == 0 ? null : Decode(answer), answer.Height);
    }

    private static HeaderRun Decode(GetHeadersResponse answer)
    {
        Demand(answer.Headers.Count <= HeaderRun.MaximumHeaders ? LightFault.None : LightFault.Malformed, null);
        WireReader certificate = new(answer.Certificate.Span);
        HeaderRun run = new([.. answer.Headers.Select(h => Decode(h.Span))], QuorumCertificate.Read(ref certificate));
        Demand(certificate.Finish() == DecodeFault.None ? LightFault.None : LightFault.Malformed, null);
        return run;
    }

    private static BlockHeader Decode(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        BlockHeader header = BlockHeader.Read(ref reader);
        Demand(reader.Finish() == DecodeFault.None ? LightFault.None : LightFault.Malformed, null);
        return header;
    }

    private static void Demand(LightFault fault, HeaderRun? run)
    {
        if (fault != LightFault.None)
        {
            string where = run is null ? "" : $" from height {run.First.Height}";
            throw new LightException(fault, $"the node's answer{where} is refused: {fault}");
        }
    }
}
