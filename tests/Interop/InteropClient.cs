namespace Ledger.Tests.Interop;

/// <summary>A program in another language that checks facts about a node, with libraries nobody changed.</summary>
/// <remarks>
/// All take the same arguments and say <c>ok FACT</c> or <c>not ok FACT: ...</c> a line; each is short enough to start
/// one's own client from.
/// </remarks>
internal abstract class InteropClient
{
    private Task? _demanded;

    public static IReadOnlyList<InteropClient> All { get; } =
        [new PythonClient(), new JavaScriptClient(), new GoClient(), new CurlClient()];

    /// <summary>The name of its folder.</summary>
    public abstract string Name { get; }

    /// <summary>What it must know; more than this it may.</summary>
    public virtual IReadOnlyList<string> Facts => Interop.Facts.OfGrpc;

    /// <summary>The program and its first arguments.</summary>
    protected abstract IReadOnlyList<string> Command { get; }

    protected string Folder => Path.Combine(Sources.Interop, Name);

    public static InteropClient Named(string name) => All.Single(client => client.Name == name);

    /// <summary>The one of a node's two ports that it speaks to.</summary>
    public virtual T Port<T>(T grpc, T json) => grpc;

    /// <summary>Asks a node about facts.</summary>
    /// <param name="transactions">Written by <see cref="TransactionsFile"/>.</param>
    /// <param name="authority">PEM file of the certificate to trust; null for plain text.</param>
    public async Task<ClientRun> CheckAsync(
        string target, string transactions, string? authority, IEnumerable<string> facts)
    {
        await (_demanded ??= DemandAsync());
        string[] trust = authority is null ? [] : ["--authority", authority];
        return await ClientRun.OfAsync(
            [.. Command, "--protos", Sources.Protos, "--target", target, "--transactions", transactions, .. trust, .. facts]);
    }

    /// <summary>Makes it ready to run; fails the test, naming the remedy, where the machine lacks something.</summary>
    protected abstract Task DemandAsync();

    /// <summary>Runs a command that ends with 0 where what it asks for is there.</summary>
    protected static async Task DemandAsync(string what, params string[] command)
    {
        ClientRun run = File.Exists(command[0])
            ? await ClientRun.OfAsync(command)
            : new ClientRun(-1, $"{command[0]} is not there");
        Assert.True(run.Exit == 0, $"This test needs {what}: run testnet/setup tests. {run.Output}");
    }
}
