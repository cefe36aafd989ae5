using System.Text;
using Ledger.Client.Json;

namespace Ledger.Tests.Interop.Fields;

/// <summary>RFC 8785 as npm canonicalize has it.</summary>
public sealed class CanonicalJsonTests
{
    [Fact]
    public async Task Five_hundred_random_documents_have_the_same_canonical_form_there()
    {
        RandomJson json = new(new Random(20_261_123), halfPairs: false);
        string[] texts = [.. Enumerable.Range(0, 500).Select(_ => json.Members(6))];

        string[] canonical = await NodeProgram.RunAsync<string[]>("canonicalize.mjs", texts);

        Assert.Equal(canonical, texts.Select(Canonical));
    }

    private static string Canonical(string text)
    {
        Assert.Equal(JsonTreeFault.None, JsonTreeReader.TryRead(Encoding.UTF8.GetBytes(text), 1 << 20, out JsonTree? tree));
        Assert.True(JsonTreeWriter.IsWellFormed(tree!));
        return JsonTreeWriter.Canonical(tree!);
    }
}
