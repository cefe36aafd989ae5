using System.Text;
using Ledger.Client.Json;
using Ledger.Client.OpenAttestation;

namespace Ledger.Tests.Interop.OpenAttestation;

/// <summary>OpenAttestation v2 as npm @govtechsg/open-attestation has it, both ways.</summary>
public sealed class OpenAttestationTests
{
    private const int Count = 500;

    private const string Issuers =
        """
        "issuers":[{"name":"DBS","documentStore":"0x8fc57204c35fb9317d91285ef52d6b892ec08cd3",
        "identityProof":{"type":"DNS-TXT","location":"example.com"}}]
        """;

    [Fact]
    public async Task Five_hundred_random_documents_are_wrapped_obfuscated_and_judged_alike_by_both()
    {
        Random random = new(20_261_123);
        RandomJson json = new(random, halfPairs: true);
        string[] raw = [.. Enumerable.Range(0, Count).Select(_ => json.Members(6, Issuers))];
        IReadOnlyList<WrappedDocument> wrapped = new DocumentWrapper(random.NextBytes).Wrap([.. raw.Select(Data)]);
        Case[] cases = [.. raw.Zip(wrapped, (text, document) => Make(text, document, random))];

        Answers answers = await NodeProgram.RunAsync<Answers>("openattestation.js", cases);

        Assert.Equal($"{wrapped[0].MerkleRoot}", answers.Root);
        foreach ((Case asked, WrappedDocument document, Answer answer) in cases.Zip(wrapped, answers.Documents))
        {
            Assert.True(answer.Same && answer.Verified && answer.Refused && answer.ObfuscatedVerified, asked.Raw);
            Assert.Equal($"{document.TargetHash}", answer.TargetHash);
            Assert.Equal(OpenAttestationFault.WrongTargetHash, Read(asked.Tampered).Verify());
            Assert.Equal(Read(asked.Obfuscated).Obfuscated.Order(), Read(answer.ObfuscatedHere).Obfuscated.Order());
            Assert.Equal(OpenAttestationFault.None, Read(answer.ObfuscatedHere).Verify());
            Assert.Equal(OpenAttestationFault.None, Read(answer.Own).Verify());
            Assert.Equal(OpenAttestationFault.WrongTargetHash, Read(answer.OwnTampered).Verify());
        }
    }

    private static Case Make(string raw, WrappedDocument document, Random random)
    {
        (string path, WrappedDocument hidden) = Hide(document, random);
        string text = document.Write();
        return new Case(raw, text, Tamper(text, random), path, hidden.Write());
    }

    /// <summary>Any field that can be taken out: there is always the first issuer's name.</summary>
    private static (string Path, WrappedDocument Hidden) Hide(WrappedDocument document, Random random)
    {
        string[] paths = [.. document.Data.Fields.Select(f => f.Path)];
        random.Shuffle(paths);
        foreach (string path in paths)
        {
            if (Obfuscation.TryHide(document, path, out WrappedDocument? hidden) == ObfuscationFault.None)
            {
                return (path, hidden!);
            }
        }

        throw new InvalidOperationException("No field can be taken out.");
    }

    /// <summary>One digit of one salt is another.</summary>
    private static string Tamper(string text, Random random)
    {
        int[] places =
            [.. Enumerable.Range(0, text.Length - 8).Where(i => text.AsSpan(i).StartsWith(":string:", StringComparison.Ordinal))];
        int place = places[random.Next(places.Length)] - 1;
        return $"{text[..place]}{(text[place] == '0' ? '1' : '0')}{text[(place + 1)..]}";
    }

    private static DocumentData Data(string raw)
    {
        Assert.Equal(JsonTreeFault.None, JsonTreeReader.TryRead(Encoding.UTF8.GetBytes(raw), raw.Length * 3, out JsonTree? tree));
        Assert.Equal(OpenAttestationFault.None, DocumentData.TryMake(tree, out DocumentData? data));
        return data!;
    }

    private static WrappedDocument Read(string text)
    {
        Assert.Equal(OpenAttestationFault.None, WrappedDocument.TryRead(Encoding.UTF8.GetBytes(text), out WrappedDocument? document));
        return document!;
    }

    private sealed record Case(string Raw, string Wrapped, string Tampered, string Path, string Obfuscated);

    private sealed record Answers(Answer[] Documents, string Root);

    private sealed record Answer(
        bool Same,
        string TargetHash,
        bool Verified,
        bool Refused,
        bool ObfuscatedVerified,
        string ObfuscatedHere,
        string Own,
        string OwnTampered);
}
