using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Testnet.Load;
using Ledger.Testnet.Measure;
using Ledger.Testnet.Network;
using Ledger.Testnet.Ordeal;
using Ledger.Testnet.Stages;
using Outcome = Ledger.Client.V1.Outcome;

namespace Ledger.Testnet.Upgrade;

/// <summary>A network of an older build, under load all the time, becomes one of this build and of the next protocol version.</summary>
internal sealed class UpgradeRun(LedgerProgram old, bool leavesOneBehind, Action<string> say)
{
    private const uint Next = ProtocolVersions.IssuersByGovernance;

    /// <summary>More than an upgrade takes; it ends with the last step.</summary>
    private static readonly LoadPlan Load = new(20, 8, TimeSpan.Zero, TimeSpan.FromMinutes(6)) { Deadline = TimeSpan.FromSeconds(20) };

    private readonly List<string> _faults = [];
    private readonly List<OrdealRound> _programs = [];
    private readonly SortedDictionary<string, ulong> _activation = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly List<ulong> _accepted = [];
    private OrdealRound? _switch;
    private LeftBehind? _leftBehind;

    public async Task<UpgradeReport> RunAsync(CancellationToken cancellation)
    {
        LedgerProgram program = await LedgerProgram.FindAsync(cancellation);
        Manifest manifest = Manifest.Load(Manifest.Demo);
        manifest = manifest with { Parameters = manifest.Parameters with { ProtocolVersion = Next - 1 } };
        await using TestNetwork network = await Setup.RunAsync(manifest, cancellation, old);
        await Start.RunAsync(network, cancellation);
        ReceiptAuditor none = new(network.Genesis, every: int.MaxValue); // the receipts of both epochs are verified afterwards
        LoadResult load = await Loading.RunAsync(
            network, Load, none, cancellation, token => UpgradeAsync(network, program, token), endsWithPerturb: true);
        StatusResponse[] heads = await Wait.UntilHeadsAgreeAsync(network, OrdealPlan.Patience, cancellation);
        int verified = await UpgradeReceipts.VerifyAsync(network, load, _faults, cancellation);
        return Report(load, heads, verified, await SourceCommit.FindAsync(cancellation));
    }

    private async Task UpgradeAsync(TestNetwork network, LedgerProgram program, CancellationToken cancellation)
    {
        try
        {
            UpgradeSteps steps = new(network, program, cancellation);
            (IssuerIdentity issuer, IssuerAction action) = steps.Operators.NewIssuer("Raffles Notary", "SG");
            ValidatorNode? late = leavesOneBehind ? network.Nodes[^1] : null;
            await RefuseAsync("older build", network.Nodes[0]);
            foreach (ValidatorNode node in network.Nodes.Where(n => n != late))
            {
                await Task.Delay(OrdealPlan.Calm, cancellation);
                _programs.Add(await steps.ReplaceAsync(node));
                say($"{node.Name} runs this build; level again after {_programs[^1].WholeMs} ms");
            }

            await RefuseAsync("this build", network.Nodes[0]);
            await Task.Delay(OrdealPlan.Calm, cancellation);
            _switch = await steps.SwitchAsync([.. network.Nodes.Where(n => n != late)], Next, _activation);
            say($"protocol {Next} from height {string.Join(", ", _activation.Values.Distinct())}, all after {_switch.WholeMs} ms");
            _leftBehind = late is null ? null : await steps.BringBackAsync(late, old);
            await steps.NoteActivationAsync(network.Nodes, _activation);
            _accepted.AddRange(await steps.RegisterAsync(network.Nodes[1], issuer, action));
            say($"an issuer let in at height {_accepted[0]}, its first anchor at {_accepted[1]}");
            await Task.Delay(OrdealPlan.Calm, cancellation);
            Judge();

            async Task RefuseAsync(string who, ValidatorNode node) => _refused[who] = await steps.RefusalAsync(node, action);
        }
        catch (Exception exception) when (exception is TimeoutException or LedgerRpcException or InvalidOperationException)
        {
            _faults.Add(exception.Message);
        }
    }

    private void Judge()
    {
        Demand(_activation.Values.Distinct().Count() == 1, $"the heights differ: {string.Join(", ", _activation)}");
        Demand(_refused.Values.All(name => name == "NOT_IN_FORCE"), $"refused as {string.Join(", ", _refused)}");
        Demand(_accepted.All(height => height >= _activation.Values.Min()), "an issuer was let in before the version was in force");
        Demand(
            _leftBehind is null or { ExitCode: 9, Restart: 9, Error: "ProtocolUnsupported" },
            $"the validator that was left behind ended with {_leftBehind}");
        Demand(
            _leftBehind is null || _leftBehind.StoppedAt + 1 == _activation.Values.Min(),
            "the validator that was left behind did not stop at the height before the switch");
    }

    private void Demand(bool holds, string otherwise) => _faults.AddRange(holds ? [] : [otherwise]);

    private UpgradeReport Report(LoadResult load, StatusResponse[] heads, int verified, string commit)
    {
        Latencies latencies = new(load.Results.Index()
            .Where(r => r.Item.End == CallEnd.Committed)
            .Select(r => (r.Item.Completed - load.Plan.DueAt(r.Index)).TotalMilliseconds));
        return new UpgradeReport(
            [.. _programs.Select(r => r.Within(load))],
            _switch?.Within(load),
            _activation,
            _refused,
            _accepted,
            _leftBehind is { } late ? late with { Back = late.Back.Within(load) } : null,
            load.Count(CallEnd.Committed),
            Math.Round(latencies.Percentile(50), 1),
            Math.Round(latencies.Percentile(99), 1),
            verified,
            load.Failures,
            heads.Max(s => s.Height),
            heads.Max(s => s.View),
            _faults,
            commit,
            DateTimeOffset.UtcNow,
            Machine.Current());
    }
}
