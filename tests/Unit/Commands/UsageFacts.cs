using Ledger.Node.Commands;

namespace Ledger.Tests.Unit.Commands;

public sealed class UsageFacts
{
    public static TheoryData<string> Verbs
        => new("key", "genesis", "init", "run", "fsck", "anchor", "receipt", "verify", "check", "status", "light", "log", "witness");

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_is_listed_and_has_help(string verb)
    {
        CommandRun root = await CommandRun.OfAsync("--help");
        CommandRun help = await CommandRun.OfAsync(verb, "--help");

        Assert.Contains($"  {verb} ", root.Output);
        Assert.Equal((ExitCode.Ok, ""), (help.Code, help.Error));
        Assert.Contains(verb, help.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("anchor")]
    [InlineData("verify")]
    [InlineData("key", "new")]
    public async Task Help_shows_every_exit_code(params string[] verb)
    {
        CommandRun help = await CommandRun.OfAsync([.. verb, "--help"]);

        Assert.All(
            Enum.GetValues<ExitCode>(), code => Assert.Contains($"{(int)code,3}  {code.Name()}: ", help.Output));
    }

    [Theory]
    [InlineData("no-such-verb")]
    [InlineData("verify")]
    [InlineData("verify", "a", "--genesis", "g", "--lang", "fr")]
    [InlineData("verify", "a", "--genesis", "g", "--offline", "--node", "http://127.0.0.1:1")]
    [InlineData("status", "--node", "http://192.0.2.1:1")]
    [InlineData("status", "--node", "http://127.0.0.1:1", "--timeout", "soon")]
    [InlineData("receipt", "--node", "http://127.0.0.1:1", "beef")]
    [InlineData("check", "--node", "http://127.0.0.1:1")]
    [InlineData("key", "new", "--kind", "king", "--name", "a", "--region", "SG", "--out", "x", "--passphrase-file", "y")]
    public async Task A_wrong_command_line_is_one_line_and_exit_2(params string[] arguments)
        => (await CommandRun.OfAsync(arguments)).Failed(ExitCode.Usage, "USAGE: ");

    [Theory]
    [InlineData("status")]
    [InlineData("receipt", "0000000000000000000000000000000000000000000000000000000000000001")]
    public async Task A_node_that_is_not_there_is_exit_5(params string[] arguments)
        => (await CommandRun.OfAsync([.. arguments, "--node", "http://127.0.0.1:1"]))
            .Failed(ExitCode.Unreachable, "UNREACHABLE: ");
}
