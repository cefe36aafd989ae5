using System.Net;
using Ledger.Node.Web;
using Ledger.Tests.Unit.Commands;

namespace Ledger.Tests.Rpc;

/// <summary>The offline verifier as a download and as a file.</summary>
public sealed class VerifierPageTests
{
    [Fact]
    public async Task The_json_port_gives_the_page_to_be_kept_not_to_be_opened_there()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        using HttpResponseMessage answer = await world.Http.GetAsync(VerifierPage.Path);
        using HttpResponseMessage refused = await world.Http.PostAsync(VerifierPage.Path, null);

        Assert.Equal(VerifierPage.Bytes.ToArray(), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/html; charset=utf-8", $"{answer.Content.Headers.ContentType}");
        Assert.Equal("attachment; filename=\"verifier.html\"", $"{answer.Content.Headers.ContentDisposition}");
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    [Fact]
    public async Task The_command_writes_the_same_page_and_leaves_a_file_that_exists()
    {
        string folder = Directory.CreateTempSubdirectory("ledger-page").FullName;
        string path = Path.Combine(folder, "page.html");

        CommandRun written = await CommandRun.OfAsync("verifier-page", "--out", path);
        CommandRun again = await CommandRun.OfAsync("verifier-page", "--out", path);

        Assert.Equal((0, ""), ((int)written.Code, written.Error));
        Assert.Equal(VerifierPage.Bytes.ToArray(), File.ReadAllBytes(path));
        Assert.NotEqual(0, (int)again.Code);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_page_lets_nothing_out_and_nothing_else_in()
    {
        string page = System.Text.Encoding.UTF8.GetString(VerifierPage.Bytes);
        string policy = page.Split("Content-Security-Policy\" content=\"")[1].Split('"')[0];

        Assert.Matches("^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; connect-src 'none'; ", policy);
        Assert.Contains("form-action 'none'; base-uri 'none'", policy);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
    }
}
