using System.Text.Json;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>The verifier page's modules under node, by way of <c>javascript/verifier.mjs</c>, and the page by <c>browser.mjs</c>.</summary>
internal sealed class PageModules(string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly string[] Browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    public static string Page => Path.Combine(Sources.Root, "node", "Host", "Web", "verifier.html");

    public Task<Judged[]> JudgeAsync(IEnumerable<Paper> papers) => AskAsync<Judged[]>("judge", papers.Select(p => p.ForJavaScript));

    public Task<string[]> FlipsAsync(Paper paper) => AskAsync<string[]>("flips", paper.ForJavaScript);

    public Task<string[]> StatusesAsync(Paper paper) => AskAsync<string[]>("statuses", paper.ForJavaScript);

    public Task<string[]> EnvelopesAsync(Paper paper) => AskAsync<string[]>("envelopes", paper.ForJavaScript);

    public Task<bool[]> SignaturesAsync(IEnumerable<object> signed) => AskAsync<bool[]>("signatures", signed);

    public Task<string[][]> HashesAsync(IEnumerable<byte[]> messages)
        => AskAsync<string[][]>("hashes", messages.Select(Convert.ToHexStringLower));

    /// <summary>Builds the page from its sources.</summary>
    public async Task<byte[]> BuildAsync()
    {
        string built = Path.Combine(folder, "built.html");
        await RunAsync([Path.Combine(Sources.Root, "node", "Host", "Web", "verifier", "build.mjs"), built]);
        return File.ReadAllBytes(built);
    }

    /// <summary>Opens the page from disk, and verifies these papers; each answer in the page's first language, then in the other.</summary>
    public async Task<Shown[][]> ShowAsync(IEnumerable<Paper> papers)
    {
        string file = Write("shown", papers.Index().Select(p => new
        {
            Paths = p.Item.WriteTo(Path.Combine(folder, $"paper-{p.Index}")),
            p.Item.At,
            p.Item.Hours,
        }));
        return Read<Shown[][]>(await RunAsync([Program("browser.mjs"), Browser, "verify", Page, file]));
    }

    /// <summary>Which ways out of a page reached a server.</summary>
    public static async Task<Ways> ConnectAsync(string page)
        => Read<Ways>(await RunAsync([Program("browser.mjs"), Browser, "connect", page]));

    private static string Browser => Array.Find(Browsers, File.Exists)
        ?? throw new FileNotFoundException("This test needs a Chromium: run testnet/setup tests.", Browsers[0]);

    private static string Program(string name) => Path.Combine(Sources.Interop, "javascript", name);

    private async Task<T> AskAsync<T>(string verb, object input)
        => Read<T>(await RunAsync([Program("verifier.mjs"), verb, Write(verb, input)]));

    private string Write(string name, object input)
    {
        string path = Path.Combine(folder, $"{name}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(input, Json));
        return path;
    }

    private static T Read<T>(string output) => JsonSerializer.Deserialize<T>(output, Json)!;

    private static async Task<string> RunAsync(IEnumerable<string> command)
    {
        ClientRun run = await ClientRun.OfAsync(["/usr/bin/env", "node", .. command]);
        Assert.True(run.Exit == 0, run.Output);
        return run.Output;
    }

    /// <summary>A verdict as <c>ledger verify</c> words it, and the checks made, each as <c>failed Name: Detail</c>.</summary>
    internal sealed record Judged(string Word, string[] Checks);

    internal sealed record Shown(string Language, string Verdict, string Sentence, bool IsWarned, string[] Checks);

    internal sealed record Ways(string[] Tried, string[] Reached, string[] Blocked);
}
