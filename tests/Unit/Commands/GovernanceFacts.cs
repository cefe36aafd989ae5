using Ledger.Node.Commands;
using Ledger.Protocol.Governance;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Commands;

/// <summary>A change from its proposal to its epoch, by the commands that operators give.</summary>
public sealed class GovernanceFacts
{
    [Fact]
    public async Task A_newcomer_is_proposed_signed_by_three_and_awaited()
    {
        await using GovernanceWorld world = await GovernanceWorld.StartAsync();

        CommandRun proposed = await world.ProposeAsync(
            "--add", world.PathOf("sg-3/candidate.json"), "--region-minimum", "SG=2", "--parameter", "window=16");
        Assert.Equal((ExitCode.Ok, ""), (proposed.Code, proposed.Error));
        Assert.Contains("+ validator sg-3 (SG)", proposed.Output);
        Assert.Contains("    address sg-3.example:7000", proposed.Output);
        Assert.Contains("~ region SG: 2 validators, minimum 1 -> 3 validators, minimum 2", proposed.Output);
        Assert.Contains("~ window: 8 -> 16", proposed.Output);
        Assert.Contains("quorum: 3 of 4 -> 4 of 5, tolerates 1 -> 1", proposed.Output);
        Assert.Contains("waits until the node of sg-3 says that it is ready", proposed.Output);
        Assert.Contains("approved by nobody yet", proposed.Output);

        (await world.SubmitAsync()).Failed(ExitCode.Refused, "REFUSED APPROVALS_MISSING: approved by nobody yet");
        foreach (string name in (string[])["sz-1", "sz-2", "sg-1"])
        {
            Assert.Contains($"signed for {name}: ", (await world.SignAsync(name)).Output);
        }

        CommandRun submitted = await world.SubmitAsync();
        Assert.Equal((ExitCode.Ok, ""), (submitted.Code, submitted.Error));
        Assert.StartsWith("ENACTED  change ", submitted.Output);
        Assert.Contains("waits until these say that they are ready: sg-3", submitted.Output);
        Assert.Equal(1UL, world.Gateway.State.Revision);
        Assert.Equal("sg-3.example:7000", Added(world.Gateway.State.Awaiting!).Address);
        Assert.Contains("+ validator sg-3 (SG)", (await world.ShowAsync()).Output);
        (await world.SubmitAsync()).Failed(ExitCode.Refused, "REFUSED STALE_REVISION: ");
    }

    [Fact]
    public async Task A_change_without_newcomers_says_when_its_epoch_begins_and_one_that_waits_is_withdrawn()
    {
        await using GovernanceWorld world = await GovernanceWorld.StartAsync();
        await DecideAsync(world, "--add", world.PathOf("sg-3/candidate.json"));
        Assert.NotNull(world.Gateway.State.Awaiting);
        CommandRun withdrawn = await DecideAsync(world, "--withdraw");
        Assert.Null(world.Gateway.State.Awaiting);
        Assert.Contains("nothing is decided beyond epoch 0", withdrawn.Output);

        CommandRun submitted = await DecideAsync(world, "--parameter", "base-timeout-ms=2000");

        Assert.Equal(2_000UL, world.Gateway.State.Next!.Parameters.BaseTimeoutMs);
        Assert.Contains($"epoch 1 begins at height {world.Gateway.State.Next.Start}, configuration ", submitted.Output);
        Assert.Contains("epoch 1 begins at height", (await world.ShowAsync()).Output);
    }

    [Fact]
    public async Task Copies_that_were_signed_side_by_side_are_submitted_together()
    {
        await using GovernanceWorld world = await GovernanceWorld.StartAsync();
        await world.ProposeAsync("--remove", "sz-2");
        File.Copy(world.PathOf("change.json"), world.PathOf("copy.json"));
        await world.SignAsync("sz-1");
        await world.SignAsync("sg-1");
        await world.SucceedAsync([
            "governance", "sign", world.PathOf("copy.json"), .. world.GenesisOption,
            "--operator-key", world.PathOf("sg-2/operator.key"), .. world.Passphrase]);

        CommandRun alone = await world.SubmitAsync();
        alone.Failed(ExitCode.Refused, "REFUSED APPROVALS_MISSING: approved by sz-1, sg-1; missing: 1 more of ");
        CommandRun together = await world.SubmitAsync(world.PathOf("copy.json"));

        Assert.Equal((ExitCode.Ok, ""), (together.Code, together.Error));
        Assert.Equal(3, world.Gateway.State.Next!.Validators.Size);
    }

    [Fact]
    public async Task An_operator_signs_nothing_that_is_not_its_chains_or_was_edited()
    {
        await using GovernanceWorld world = await GovernanceWorld.StartAsync();
        await world.ProposeAsync("--remove", "sz-2");
        string good = File.ReadAllText(world.PathOf("change.json"));

        (await world.SignAsync("sg-3")).Failed(ExitCode.File, "FILE KEY_OF_NO_OPERATOR: ");
        (await world.SignAsync("sz-1", "--id", new string('0', 64))).Failed(ExitCode.Invalid, "INVALID OTHER_CHANGE: ");
        foreach ((string from, string to) in ((string, string)[])
            [("- validator sz-2", "- validator sg-2"), ("\"revision\": 0", "\"revision\": 1"), ("\"change\": \"01", "\"change\": \"02")])
        {
            File.WriteAllText(world.PathOf("change.json"), good.Replace(from, to));
            (await world.SignAsync("sz-1")).Failed(ExitCode.File, "FILE: ");
        }

        File.WriteAllText(world.PathOf("change.json"), good);
        File.WriteAllText(world.PathOf("genesis.json"), GenesisJson.Write(TestChain.TwoAndTwo.Genesis));
        (await world.SignAsync("sz-1")).Failed(ExitCode.Invalid, "INVALID WRONG_CHAIN: ");
        Assert.Equal(good, File.ReadAllText(world.PathOf("change.json")));
    }

    [Fact]
    public async Task A_change_on_a_configuration_that_nobody_believes_is_not_signed()
    {
        await using GovernanceWorld world = await GovernanceWorld.StartAsync();
        EpochConfiguration genesis = world.Genesis.Configuration;
        EpochConfiguration later = new(
            genesis.ChainId, new Epoch(1), new Height(9), genesis.Hash, genesis.Parameters, genesis.Validators);
        EpochConfiguration other = new(
            genesis.ChainId, genesis.Number, genesis.Start, genesis.Previous, genesis.Parameters with { Window = 2 }, genesis.Validators);
        foreach (EpochConfiguration current in (EpochConfiguration[])[later, other])
        {
            ProposedChange proposed = new(
                new GovernanceChange(genesis.ChainId, 0, [new GovernanceAction.RemoveValidator("sz-2")]), current, []);
            File.Delete(world.PathOf("change.json"));
            ChangeFile.Of(proposed).Save(world.PathOf("change.json"));

            (await world.SignAsync("sz-1")).Failed(ExitCode.Invalid, "INVALID UNKNOWN_CONFIGURATION: ");
        }
    }

    [Fact]
    public async Task A_forged_approval_is_named_before_anything_is_submitted()
    {
        await using GovernanceWorld world = await GovernanceWorld.StartAsync();
        await world.ProposeAsync("--remove", "sz-2");
        await world.SignAsync("sz-1");
        string text = File.ReadAllText(world.PathOf("change.json"));
        File.WriteAllText(world.PathOf("change.json"), text.Replace("\"validator\": \"sz-1\"", "\"validator\": \"sg-1\""));

        (await world.SubmitAsync()).Failed(ExitCode.Invalid, "INVALID BAD_APPROVAL: the approval of sg-1 ");
        Assert.Empty(world.Gateway.Submitted);
    }

    [Fact]
    public async Task What_no_chain_could_run_on_is_not_proposed()
    {
        await using GovernanceWorld world = await GovernanceWorld.StartAsync();

        await RefusedAsync(ExitCode.Invalid, Invalid("UnknownValidator"), "--remove", "nobody");
        await RefusedAsync(ExitCode.Invalid, Invalid("BadSet"), "--region-minimum", "SG=3");
        await RefusedAsync(ExitCode.Invalid, Invalid("NothingChanges"), "--parameter", "window=8");
        await RefusedAsync(ExitCode.Usage, "USAGE: ", "--parameter", "colour=8");
        await RefusedAsync(ExitCode.Usage, "USAGE: ", "--withdraw", "--remove", "sz-2");
        await RefusedAsync(ExitCode.Usage, "USAGE: ");
        await RefusedAsync(ExitCode.File, "FILE: ", "--add", world.PathOf("sg-3/validator.json"));
        string edited = File.ReadAllText(world.PathOf("sg-3/candidate.json")).Replace("sg-3.example", "sg-4.example");
        File.WriteAllText(world.PathOf("sg-3/candidate.json"), edited);
        await RefusedAsync(ExitCode.Invalid, Invalid("NoPossession"), "--add", world.PathOf("sg-3/candidate.json"));
        Assert.False(File.Exists(world.PathOf("change.json")));

        static string Invalid(string fault) => $"INVALID INVALID_CHANGE: no chain could run on this change: {fault}";

        async Task RefusedAsync(ExitCode code, string line, params string[] actions)
            => (await world.ProposeAsync(actions)).Failed(code, line);
    }

    [Fact]
    public async Task Without_a_network_the_revision_is_given()
    {
        await using GovernanceWorld world = await GovernanceWorld.StartAsync();
        string[] offline = ["governance", "propose", "--remove", "sz-2", .. world.GenesisOption, "--out", world.PathOf("change.json")];

        (await CommandRun.OfAsync(offline)).Failed(ExitCode.Usage, "USAGE: give either --node or --revision");
        CommandRun run = await CommandRun.OfAsync([.. offline, "--revision", "7", "--json"]);

        Assert.Equal((ExitCode.Ok, ""), (run.Code, run.Error));
        Assert.Equal(7, run.Json.GetProperty("revision").GetInt32());
        Assert.Equal($"{world.Genesis.ChainId}", run.Json.GetProperty("chain_id").GetString());
        Assert.Equal(
            run.Json.GetProperty("id").GetString(),
            (await CommandRun.OfAsync("governance", "show", world.PathOf("change.json"), "--json")).Json.GetProperty("id").GetString());
    }

    private static Validator Added(GovernanceChange change)
        => change.Actions.OfType<GovernanceAction.AddValidator>().Single().Validator;

    private static async Task<CommandRun> DecideAsync(GovernanceWorld world, params string[] actions)
    {
        File.Delete(world.PathOf("change.json"));
        CommandRun proposed = await world.ProposeAsync(actions);
        Assert.True(proposed.Code == ExitCode.Ok, proposed.Error);
        foreach (string name in (string[])["sz-1", "sz-2", "sg-1"])
        {
            await world.SignAsync(name);
        }

        CommandRun submitted = await world.SubmitAsync();
        Assert.True(submitted.Code == ExitCode.Ok, submitted.Error);
        return submitted;
    }
}
