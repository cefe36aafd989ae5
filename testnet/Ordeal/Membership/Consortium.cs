using System.Text.Json;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Commands;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Testnet.Network;
using Outcome = Ledger.Client.V1.Outcome;

namespace Ledger.Testnet.Ordeal;

/// <summary>The operators of a network: they propose and sign by the commands of <c>ledger</c>, and one of them submits.</summary>
/// <param name="asked">The validator that they ask and submit to; it is never down.</param>
internal sealed class Consortium(TestNetwork network, ValidatorNode asked, CancellationToken cancellation)
{
    private const ulong ValidHeights = 1_000;

    private readonly Dictionary<string, string> _operatorKeys = network.Nodes.ToDictionary(n => n.Name, n => n.OperatorKeyPath);
    private int _files;

    /// <summary>The newest file of set changes; empty before the first.</summary>
    public string EpochsPath { get; private set; } = "";

    private string[] Believed => ["--genesis", network.GenesisPath, "--epochs", EpochsPath];

    private string[] Passphrase => ["--passphrase-file", Path.Combine(network.Folder, "passphrase")];

    private string[] Node => ["--node", asked.GrpcAddress.ToString()];

    /// <summary>A node that has come to be a member has an operator with a key.</summary>
    public void Take(string validator, string operatorKeyPath) => _operatorKeys[validator] = operatorKeyPath;

    /// <summary><c>ledger epochs</c>: the file that receipts and nodes are told of; gives the pin of the last set.</summary>
    public async Task<Digest> FetchEpochsAsync()
    {
        EpochsPath = NewFile("epochs");
        CommandResult fetched = await network.Program.RunAsync(
            ["epochs", .. Node, "--genesis", network.GenesisPath, "--out", EpochsPath, "--json"], cancellation);
        string? pin = JsonSerializer.Deserialize<JsonElement>(fetched.Output).GetProperty("pin").GetString();
        return Digest.TryParse(pin, out Digest parsed) ? parsed : throw new InvalidOperationException($"no pin: {fetched.Output}");
    }

    /// <summary><c>ledger status</c> of any node, as its operator reads it.</summary>
    public async Task<JsonElement> StatusAsync(ValidatorNode node)
    {
        CommandResult said = await network.Program.RunAsync(["status", "--node", $"{node.GrpcAddress}", "--json"], cancellation);
        return JsonSerializer.Deserialize<JsonElement>(said.Output);
    }

    /// <summary><c>ledger key prove</c>: what <c>propose</c> takes of a folder with a validator's keys.</summary>
    public async Task<string> ProveAsync(string folder)
    {
        await network.Program.RunAsync(["key", "prove", folder, "--genesis", network.GenesisPath, .. Passphrase], cancellation);
        return Path.Combine(folder, "candidate.json");
    }

    /// <summary>Proposes and has it signed by a quorum of operators; nothing of it reaches the chain.</summary>
    /// <param name="actions">As <c>ledger governance propose</c> takes them.</param>
    public async Task<string> PrepareAsync(params string[] actions)
    {
        await FetchEpochsAsync();
        string path = NewFile("change.json");
        await network.Program.RunAsync(
            ["governance", "propose", .. actions, .. Node, .. Believed, "--out", path], cancellation);
        ValidatorSet set = await SetAsync();
        foreach (Validator validator in set.Validators.Take(set.Quorum))
        {
            await network.Program.RunAsync(
                ["governance", "sign", path, .. Believed, .. Passphrase, "--operator-key", _operatorKeys[validator.Name]], cancellation);
        }

        return path;
    }

    /// <summary>Submits a signed change; gives the height of the block that decided it.</summary>
    public async Task<ulong> SubmitAsync(string path)
    {
        ProposedChange proposed = ChangeFile.Load(path);
        ulong height = (await asked.StatusAsync(cancellation)).Height;
        SignedTransaction signed = SignedTransaction.Unsigned(
            GovernanceTransaction.Of(proposed.Change, new Height(height + ValidHeights), proposed.In(await SetAsync())));
        SubmitResponse answer = await asked.Client.SubmitAsync(
            signed.Encode(), waitForReceipt: true, MembershipPlan.Patience, cancellation);
        return answer.Outcome == Outcome.Enacted
            ? answer.Height
            : throw new InvalidOperationException($"{path} was refused in block {answer.Height}: {answer.Outcome}");
    }

    private async Task<ValidatorSet> SetAsync()
    {
        GovernanceResponse said = await asked.Client.GetGovernanceAsync(cancellation: cancellation);
        WireReader reader = new(said.Configuration.Span);
        EpochConfiguration? read = EpochConfiguration.Read(ref reader);
        return reader.Finish() == DecodeFault.None ? read!.Validators : throw new InvalidOperationException("no configuration");
    }

    private string NewFile(string what) => Path.Combine(network.Folder, $"{++_files:00}-{what}");
}
