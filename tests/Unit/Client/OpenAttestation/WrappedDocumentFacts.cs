using System.Text;
using Ledger.Client.Json;
using Ledger.Client.OpenAttestation;

namespace Ledger.Tests.Unit.Client.OpenAttestation;

public sealed class WrappedDocumentFacts
{
    /// <summary>Made by npm @govtechsg/open-attestation 6.9.7 from numbers, a null, an empty object and an empty list.</summary>
    private const string Foreign =
        """
        {"version":"https://schema.openattestation.com/2.0/schema.json","data":{"issuers":[{
        "name":"8c256a6a-14fe-41e1-b4ae-8f167541283b:string:x",
        "documentStore":"4ebafe90-7525-49e7-8095-33585aad3684:string:0x8fc57204c35fb9317d91285ef52d6b892ec08cd3","identityProof":{
        "type":"303f3eb0-272a-42c2-9c87-faa0b2f81c9d:string:DNS-TXT","location":"5e18ac0d-3643-4a63-8577-2f803b43fcab:string:e.com"}}],
        "a":["5b4332a4-05c1-48c5-ada8-99f6d4d3fd56:string:p","b6262171-5901-49c2-9514-bcb6ff14067f:string:q",
        "6b710f80-9a22-4f9b-aec8-c3a704809e1b:string:r"],"b":{"c":"752fb959-305b-4004-8439-a9f606e234fb:number:1"},
        "n":{"x":"516fbfad-523c-4f24-8b86-146929c2e772:number:0","y":"484f0a7b-4ebb-48c9-a133-b3aa98819361:number:1e+21",
        "z":"a4e61eeb-1d55-4310-9c5e-d7499cb7efdb:number:1.5e-7"},"e":{},"f":[],"nul":"73e08d73-5c1e-435e-9d14-b1c8dba5b616:null:null",
        "constructor_":"714b018c-88fa-404f-bcdf-a835092eb609:string:x"},"signature":{"type":"SHA3MerkleProof",
        "targetHash":"fbfbbd79b320821cc31e5d6bd19e9a6f19a89c2bc75922ac7cf44c66d55c28f1","proof":[],
        "merkleRoot":"fbfbbd79b320821cc31e5d6bd19e9a6f19a89c2bc75922ac7cf44c66d55c28f1"}}
        """;

    [Fact]
    public void A_foreign_document_verifies_and_its_tampered_twins_do_not()
    {
        Assert.Equal(OpenAttestationFault.None, Read(Foreign).Verify());
        Assert.Equal(OpenAttestationFault.WrongTargetHash, Read(Foreign.Replace("number:1e+21", "number:1e+22")).Verify());
        Assert.Equal(OpenAttestationFault.WrongTargetHash, Read(Foreign.Replace("\"e\":{}", "\"e\":[]")).Verify());
        Assert.Equal(OpenAttestationFault.WrongTargetHash, Read(Foreign.Replace("\"f\":[],", "")).Verify());
        Assert.Equal(
            OpenAttestationFault.WrongMerkleRoot,
            Read(Foreign.Replace("merkleRoot\":\"fb", "merkleRoot\":\"fc")).Verify());
    }

    [Theory]
    [InlineData("\"version\":\"https", "\"version\":\"http", OpenAttestationFault.WrongShape)]
    [InlineData("\"proof\":[],", "", OpenAttestationFault.WrongShape)]
    [InlineData("SHA3MerkleProof", "Sha3MerkleProof", OpenAttestationFault.WrongShape)]
    [InlineData("{\"version\"", "{\"other\":1,\"version\"", OpenAttestationFault.WrongShape)]
    [InlineData("{\"version\"", "{\"privacy\":[],\"version\"", OpenAttestationFault.WrongShape)]
    [InlineData("{\"version\"", "{\"privacy\":{\"obfuscatedData\":[\"00\"]},\"version\"", OpenAttestationFault.BadHash)]
    [InlineData("targetHash\":\"fb", "targetHash\":\"FB", OpenAttestationFault.BadHash)]
    [InlineData("\"a\":[", "\"a.b\":[", OpenAttestationFault.DottedKey)]
    [InlineData("\"e\":{}", "\"e\":{\"__proto__\":1}", OpenAttestationFault.UncoveredKey)]
    [InlineData("\"e\":{}", "\"constructor\":\"x\"", OpenAttestationFault.UncoveredKey)]
    [InlineData("\"e\":{}", "\"prototype\":{}", OpenAttestationFault.UncoveredKey)]
    [InlineData("\"e\":{}", "\"\":{\"f\":1}", OpenAttestationFault.UncoveredKey)]
    [InlineData("\"e\":{}", "\"f\":{}", OpenAttestationFault.DuplicateKey)]
    public void What_is_not_such_a_document_is_refused_by_name(string before, string after, OpenAttestationFault fault)
    {
        Assert.Contains(before, Foreign);
        Assert.Equal(fault, WrappedDocument.TryRead(Encoding.UTF8.GetBytes(Foreign.Replace(before, after)), out _));
    }

    [Fact]
    public void A_batch_has_one_root_and_every_document_its_path()
    {
        IReadOnlyList<WrappedDocument> wrapped = new DocumentWrapper(new Random(7).NextBytes).Wrap(
            [.. Enumerable.Range(0, 5).Select(i => Data($"{{\"name\":\"发票 {i}\",\"sum\":{i}.50}}"))]);

        Assert.Single(wrapped.Select(d => d.MerkleRoot).Distinct());
        Assert.Equal(5, wrapped.Select(d => d.TargetHash).Distinct().Count());
        Assert.Equal([1, 3, 3, 3, 3], wrapped.Select(d => d.Path.Count).Order());
        Assert.All(wrapped, d => Assert.Equal(OpenAttestationFault.None, Read(d.Write()).Verify()));
        WrappedDocument longest = wrapped.First(d => d.Path.Count == 3);
        Assert.Equal(
            OpenAttestationFault.WrongMerkleRoot, Read(longest.Write().Replace($"{longest.Path[1]}", $"{longest.Path[0]}")).Verify());
    }

    [Fact]
    public void Every_value_is_salted_with_a_version_4_uuid_and_its_type()
    {
        DocumentData data = Data("""{"s":"a:b","n":-0,"t":true,"u":null,"e":[[],{}]}""");

        string text = new DocumentWrapper(bytes => bytes.Fill(0xff)).Wrap(data).Write();

        Assert.Contains(
            """{"s":"@:string:a:b","n":"@:number:0","t":"@:boolean:true","u":"@:null:null","e":[[],{}]}"""
                .Replace("@", "ffffffff-ffff-4fff-bfff-ffffffffffff"),
            text);
    }

    [Theory]
    [InlineData("n.x", 1)]
    [InlineData("n", 3)]
    [InlineData("a", 3)]
    [InlineData("issuers.0.identityProof.type", 1)]
    [InlineData("issuers", 4)]
    [InlineData("e", 1)]
    public void An_obfuscated_document_verifies_and_no_longer_shows_the_field(string path, int hashes)
    {
        Assert.Equal(ObfuscationFault.None, Obfuscation.TryHide(Read(Foreign), path, out WrappedDocument? hidden));

        WrappedDocument read = Read(hidden!.Write());
        Assert.Equal((OpenAttestationFault.None, hashes), (read.Verify(), read.Obfuscated.Count));
        Assert.DoesNotContain(read.Data.Fields, f => f.Path == path || f.Path.StartsWith($"{path}.", StringComparison.Ordinal));
        string other = hidden.Write().Replace($"{read.Obfuscated[0]}", new string('0', 64));
        Assert.Equal(OpenAttestationFault.WrongTargetHash, Read(other).Verify());
    }

    [Theory]
    [InlineData("b.c", ObfuscationFault.LeavesEmptyObject)]
    [InlineData("a.1", ObfuscationFault.LeavesHole)]
    [InlineData("issuers.0", ObfuscationFault.LeavesHole)]
    [InlineData("a.3", ObfuscationFault.NoSuchField)]
    [InlineData("a.01", ObfuscationFault.NoSuchField)]
    [InlineData("n.x.y", ObfuscationFault.NoSuchField)]
    [InlineData("", ObfuscationFault.NoSuchField)]
    public void What_would_leave_a_document_that_does_not_verify_is_refused_by_name(string path, ObfuscationFault fault)
        => Assert.Equal(fault, Obfuscation.TryHide(Read(Foreign), path, out _));

    [Fact]
    public void Of_several_paths_the_one_refused_is_named()
    {
        ObfuscationFault fault = Obfuscation.TryHide(Read(Foreign), ["n.x", "n.y", "n.z"], out WrappedDocument? hidden, out string refused);

        Assert.Equal((ObfuscationFault.LeavesEmptyObject, "n.z"), (fault, refused));
        Assert.Null(hidden);
    }

    internal static WrappedDocument Read(string text)
    {
        Assert.Equal(OpenAttestationFault.None, WrappedDocument.TryRead(Encoding.UTF8.GetBytes(text), out WrappedDocument? document));
        return document!;
    }

    private static DocumentData Data(string json)
    {
        JsonTreeReader.TryRead(Encoding.UTF8.GetBytes(json), 1000, out JsonTree? tree);
        Assert.Equal(OpenAttestationFault.None, DocumentData.TryMake(tree, out DocumentData? data));
        return data!;
    }
}
