using System.Diagnostics;
using Ledger.Client;
using Ledger.Client.V1;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Ordeal;
using Ledger.Testnet.Stages;
using Outcome = Ledger.Client.V1.Outcome;

namespace Ledger.Testnet.Upgrade;

/// <summary>What operators do for an upgrade, each step measured from its first moment until all is well again.</summary>
internal sealed class UpgradeSteps(TestNetwork network, LedgerProgram program, CancellationToken cancellation)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public Operators Operators { get; } = new(network);

    /// <summary>Stops one in an orderly way and starts it as this build; ends when it has all that the others have.</summary>
    public async Task<OrdealRound> ReplaceAsync(ValidatorNode node)
    {
        long at = _clock.ElapsedMilliseconds;
        await node.StopAsync(cancellation);
        long back = _clock.ElapsedMilliseconds;
        await StartLevelAsync(node);
        return Round(node.Name, at, back);
    }

    /// <summary>The name under which a node refuses a change of the version to come.</summary>
    public async Task<string> RefusalAsync(ValidatorNode node, IssuerAction action)
    {
        try
        {
            SubmitResponse answer = await Operators.DecideAsync(node, revision: 0, cancellation, action.ToAction());
            return $"{answer.Outcome} at height {answer.Height}";
        }
        catch (LedgerRpcException refused)
        {
            return refused.Code ?? $"{refused.Status}";
        }
    }

    /// <summary>The operators raise the version; ends when all of the nodes are under it.</summary>
    public async Task<OrdealRound> SwitchAsync(
        IReadOnlyList<ValidatorNode> nodes, uint version, IDictionary<string, ulong> activation)
    {
        long at = _clock.ElapsedMilliseconds;
        SubmitResponse decided = await Operators.DecideAsync(
            nodes[0], revision: 0, cancellation,
            new GovernanceAction.SetParameters(network.Genesis.Parameters with { ProtocolVersion = version }));
        Require(decided.Outcome == Outcome.Enacted, $"the version was not decided: {decided.Outcome}");
        await Wait.UntilAsync($"protocol {version} to be in force", OrdealPlan.Patience, cancellation, async () =>
        {
            StatusResponse?[] all = await Task.WhenAll(nodes.Select(n => n.TryStatusAsync(cancellation)));
            return all.All(s => s?.Protocol == version);
        });
        OrdealRound round = Round("the operators' decision", at, _clock.ElapsedMilliseconds);
        await NoteActivationAsync(nodes, activation);
        return round;
    }

    /// <summary>By each node's own word, the first height of the epoch it is in; its head may be of the one before.</summary>
    public async Task NoteActivationAsync(IEnumerable<ValidatorNode> nodes, IDictionary<string, ulong> activation)
    {
        foreach (ValidatorNode node in nodes)
        {
            GovernanceResponse said = await node.Client.GetGovernanceAsync(cancellation: cancellation);
            activation[node.Name] = said.NextStartHeight > 0 ? said.NextStartHeight : Read(said).Start.Value;
        }

        static EpochConfiguration Read(GovernanceResponse said)
        {
            WireReader reader = new(said.Configuration.Span);
            return EpochConfiguration.Read(ref reader) ?? throw new InvalidOperationException("The node's bytes are no configuration.");
        }
    }

    /// <summary>Waits until the older program has stopped by itself, tries it once more, then installs this one.</summary>
    public async Task<LeftBehind> BringBackAsync(ValidatorNode node, LedgerProgram old)
    {
        await UntilEndedAsync(node);
        int code = await node.StopAsync(cancellation);
        string error = ErrorOf(node);
        await UntilOnAsync();
        node.Install(old);
        await node.StartAsync();
        await UntilEndedAsync(node);
        int again = await node.StopAsync(cancellation);
        long at = _clock.ElapsedMilliseconds;
        ulong stopped = HeightIn(node);
        await StartLevelAsync(node);
        return new LeftBehind(node.Name, code, error, stopped, again, Round(node.Name, at, at));
    }

    /// <summary>The heights at which the issuer was let in and first anchored.</summary>
    public async Task<ulong[]> RegisterAsync(ValidatorNode node, IssuerIdentity issuer, IssuerAction action)
    {
        SubmitResponse letIn = await Operators.DecideAsync(node, revision: 1, cancellation, action.ToAction());
        Require(letIn.Outcome == Outcome.Enacted, $"the issuer was not let in: {letIn.Outcome}");
        using TransactionFactory factory = new(network.Genesis, issuer);
        SubmitResponse anchored = await node.Client.SubmitAsync(
            factory.Make(1, head: 0).Bytes, waitForReceipt: true, OrdealPlan.Patience, cancellation);
        Require(anchored.Outcome == Outcome.Anchored, $"the new issuer anchors nothing: {anchored.Outcome}");
        return [letIn.Height, anchored.Height];
    }

    private async Task StartLevelAsync(ValidatorNode node)
    {
        node.Install(program);
        await node.StartAsync();
        await node.WaitUntilReadyAsync(cancellation);
        ulong height = await HeightAsync(network.Nodes.Where(n => n != node));
        await Wait.UntilAsync($"{node.Name} to catch up", OrdealPlan.Patience, cancellation, async () =>
            await node.TryStatusAsync(cancellation) is { Ready: true } status && status.Height >= height);
    }

    private Task UntilEndedAsync(ValidatorNode node)
        => Wait.UntilAsync($"{node.Name} to stop by itself", OrdealPlan.Patience, cancellation, () => Task.FromResult(!node.IsRunning));

    /// <summary>The others go on without it.</summary>
    private async Task UntilOnAsync()
    {
        ulong height = await HeightAsync(network.Running);
        await Wait.UntilAsync("the others to go on", OrdealPlan.Patience, cancellation, async () =>
            await HeightAsync(network.Running) >= height + 20);
    }

    private async Task<ulong> HeightAsync(IEnumerable<ValidatorNode> nodes)
    {
        StatusResponse?[] statuses = await Task.WhenAll(nodes.Where(n => n.IsRunning).Select(n => n.TryStatusAsync(cancellation)));
        return statuses.Max(s => s?.Height ?? 0);
    }

    /// <summary>The name in its last error line: "ledger: PROTOCOL NAME: ...".</summary>
    private static string ErrorOf(ValidatorNode node)
        => node.LastOutput().Split('\n').LastOrDefault(l => l.StartsWith("ledger: PROTOCOL ", StringComparison.Ordinal)) is { } line
            ? line.Split(' ', 4)[2].TrimEnd(':')
            : node.LastOutput(3);

    /// <summary>"... which begins at height N ..." of that line, less one.</summary>
    private static ulong HeightIn(ValidatorNode node)
    {
        const string Before = "which begins at height ";
        string output = node.LastOutput();
        int at = output.LastIndexOf(Before, StringComparison.Ordinal);
        string digits = at < 0 ? "" : string.Concat(output[(at + Before.Length)..].TakeWhile(char.IsAsciiDigit));
        return ulong.TryParse(digits, out ulong start) ? start - 1 : 0;
    }

    private OrdealRound Round(string struck, long at, long back)
        => new(struck, at, _clock.ElapsedMilliseconds - at, _clock.ElapsedMilliseconds - back);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
