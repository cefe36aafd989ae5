using System.Text.RegularExpressions;
using Ledger.Cryptography.Hashing;

namespace Ledger.Tests.Interop.Verifier;

/// <summary>The page itself: what is checked in is what its sources build, and a browser shows what <c>ledger verify</c> says.</summary>
public sealed partial class VerifierPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-page").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PageModules Modules => new(_folder);

    [Fact]
    public async Task The_page_is_what_its_sources_build()
        => Assert.True(
            (await Modules.BuildAsync()).AsSpan().SequenceEqual(File.ReadAllBytes(PageModules.Page)),
            "The sources are newer than the page: run node node/Host/Web/verifier/build.mjs.");

    [Fact]
    public async Task Opened_from_disk_it_shows_in_both_languages_what_ledger_verify_says()
    {
        byte[] changed = [.. Papers.Good.Document];
        changed[^1] ^= 1;
        Paper[] papers =
        [
            Papers.Good,
            Papers.Good with { Document = changed },
            Papers.Long,
            StatusPapers.Active,
            StatusPapers.Revoked,
            StatusPapers.Superseded,
            StatusPapers.Suspended,
            StatusPapers.Stale,
            StatusPapers.Unproven,
            StatusPapers.Active with { Hours = 0 },
            StatusPapers.Revoked with { Hours = null },
            .. Papers.All.Where(p => p.Name is "of epoch 2" or "an issuer that was let in" or "a receipt without its last byte"),
            .. Papers.All.Where(p => p.Name is "bad receipt 14" or "no set changes" or "another chain's genesis"),
        ];

        Shown[] shown = [.. (await Modules.ShowAsync(papers)).Zip(papers).Select(s => new Shown(s.Second, s.First[0], s.First[1]))];

        Assert.Equal(
            [
                "VALID", "TAMPERED", "VALID", "VALID", "REVOKED", $"SUPERSEDED:{Sha256.Hash("other"u8)}", "SUSPENDED",
                "STALE_STATUS:TooOld", "STALE_STATUS:NoProof", "STALE_STATUS:TooOld", "REVOKED",
            ],
            shown.Take(11).Select(s => s.English.Verdict));
        foreach ((Paper paper, PageModules.Shown english, PageModules.Shown chinese) in shown)
        {
            await MustBeAsync(paper, "en", english, "en");
            await MustBeAsync(paper, "zh", chinese, "zh-Hans");
            Assert.Equal(english.Checks, chinese.Checks);
        }
    }

    [Fact]
    public async Task Nothing_that_is_tried_in_the_page_reaches_a_server()
    {
        PageModules.Ways closed = await PageModules.ConnectAsync(PageModules.Page);

        Assert.Equal(13, closed.Tried.Length);
        Assert.Empty(closed.Reached);
        Assert.Superset(
            new HashSet<string> { "connect-src", "font-src", "form-action", "frame-src", "img-src", "media-src", "style-src-elem" },
            closed.Blocked.ToHashSet());

        // The same page without its policy is held back by nothing: the test would notice.
        string open = Path.Combine(_folder, "open.html");
        File.WriteAllText(open, Policy().Replace(File.ReadAllText(PageModules.Page), "<meta http-equiv=\"x\" content=\"$1\">"));
        PageModules.Ways ways = await PageModules.ConnectAsync(open);
        Assert.Equal(ways.Tried, ways.Reached);
    }

    private async Task MustBeAsync(Paper paper, string language, PageModules.Shown shown, string tag)
    {
        LedgerVerify ours = await LedgerVerify.OfAsync(paper, Path.Combine(_folder, "ours"), language);
        Assert.Equal((ours.Word, ours.Sentence, tag), (shown.Verdict, shown.Sentence, shown.Language));
        Assert.Equal(language == "en" ? ours.Checks : shown.Checks, shown.Checks);
        Assert.Equal(shown.Checks.Contains("waived Freshness"), shown.IsWarned);
    }

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">")]
    private static partial Regex Policy();

    private sealed record Shown(Paper Paper, PageModules.Shown English, PageModules.Shown Chinese);
}
