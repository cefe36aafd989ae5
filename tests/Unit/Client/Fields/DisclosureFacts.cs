using System.Text;
using Ledger.Client.Fields;
using Ledger.Client.Json;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Unit.Client.Fields;

public sealed class DisclosureFacts
{
    private const string Document =
        """{"borrower":{"name":"张三","id":"S1234567D"},"loan":{"grade":"A","sum":1.50,"terms":[36,{"rate":0.1}]},"notes":{},"0":null}""";

    [Fact]
    public void What_is_shown_is_proven_and_nothing_else_is_in_the_file()
    {
        CommittedFields committed = Commit(Document);
        Disclosure shown = Read(Disclose(committed, "/loan/grade").Write());

        SaltedField field = Assert.Single(shown.Fields).Field;
        Assert.Equal(("/loan/grade", "\"A\""), ($"{field.Path}", JsonTreeWriter.Stringify(field.Value)));
        Assert.Equal((FieldsFault.None, committed.Tree.Root), (shown.Verify(), shown.Root));
        Assert.Equal(ReceiptFault.None, ReceiptVerifier.VerifyRoot(shown.Receipt, shown.Root));
        Assert.DoesNotContain("张三", shown.Write());
        Assert.DoesNotContain("1.5", shown.Write());
        Assert.All(committed.Fields.Where(f => $"{f.Path}" != "/loan/grade"),
            hidden => Assert.DoesNotContain(Convert.ToHexStringLower(hidden.Salt.Span), shown.Write()));
    }

    [Theory]
    [InlineData("/loan", "/loan/grade /loan/sum /loan/terms/0 /loan/terms/1/rate")]
    [InlineData("/loan/terms/1", "/loan/terms/1/rate")]
    [InlineData("/notes", "/notes")]
    [InlineData("/0", "/0")]
    public void A_pointer_names_a_field_or_all_of_an_object_or_list(string pointer, string paths)
        => Assert.Equal(paths.Split(' '), Disclose(Commit(Document), pointer).Fields.Select(f => $"{f.Field.Path}").Order());

    [Theory]
    [InlineData("/loan/g")]
    [InlineData("loan")]
    [InlineData("/loan/terms/2")]
    [InlineData("/loan/grade/")]
    public void A_pointer_to_nothing_is_named(string pointer)
        => Assert.Equal(
            (FieldsFault.NoSuchField, pointer),
            (Commit(Document).TrySelect(["/loan", pointer], out _, out string refused), refused));

    [Fact]
    public void No_bit_of_a_disclosure_can_be_flipped()
    {
        Disclosure good = Disclose(Commit(Document), "/loan/grade", "/0");
        byte[] bytes = Encoding.UTF8.GetBytes(good.Write());
        int receipt = bytes.AsSpan().IndexOf("\"receipt\":\""u8);
        for (int bit = 0; bit < 8 * (receipt + 200); bit++)
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(IsRefused(flipped), $"bit {bit}: {Encoding.UTF8.GetString(flipped)}");
        }
    }

    [Fact]
    public void Fields_cannot_be_exchanged_between_paths_types_or_documents()
    {
        CommittedFields committed = Commit("""{"a":"1","b":1,"c":["x"],"d":{"0":"x"}}""");
        CommittedFields other = Commit("""{"a":"1","b":1,"c":["x"],"d":{"0":"x"}}""", seed: 2);
        string shown = Disclose(committed, "/a").Write();

        Assert.NotEqual(committed.Tree.Root, other.Tree.Root);
        foreach ((string before, string after) in (IEnumerable<(string, string)>)
            [("\"value\":\"1\"", "\"value\":1"), ("[\"a\"]", "[\"b\"]"), ("[\"a\"]", "[\"a\",0]"), ("[\"a\"]", "[0]")])
        {
            Assert.Contains(before, shown);
            byte[] altered = Encoding.UTF8.GetBytes(shown.Replace(before, after));
            Assert.Equal(FieldsFault.None, Disclosure.TryRead(altered, out Disclosure? read));
            Assert.Equal(
                (FieldsFault.None, ReceiptFault.CommitmentMismatch),
                (read!.Verify(), ReceiptVerifier.VerifyRoot(read.Receipt, read.Root)));
        }

        Disclosure mixed = Disclose(committed, "/a") with
        {
            Fields = [.. Disclose(committed, "/a").Fields.Concat(Disclose(other, "/b").Fields).OrderBy(f => f.Index)],
        };
        Assert.Equal(FieldsFault.WrongRoot, mixed.Verify());
    }

    [Fact]
    public void The_number_and_the_order_of_hidden_fields_do_not_show()
    {
        Disclosure few = Disclose(Commit("""{"a":1}"""), "/a");
        Disclosure many = Disclose(Commit($"{{{string.Join(',', Enumerable.Range(0, 16).Select(i => $"\"k{i}\":{i}"))}}}"), "/k0");
        Disclosure more = Disclose(Commit($"{{{string.Join(',', Enumerable.Range(0, 17).Select(i => $"\"k{i}\":{i}"))}}}"), "/k0");

        Assert.Equal([4, 4, 5], ((Disclosure[])[few, many, more]).Select(d => d.Fields[0].Siblings.Count));
        int[] places = [.. Enumerable.Range(0, 300).Select(seed => Disclose(Commit(Document, seed), "/loan/grade").Fields[0].Index)];
        Assert.Equal(16, places.Distinct().Count());
    }

    /// <summary>With the salt the same search finds the value at once: it is the salt that hides it.</summary>
    [Fact]
    public void No_guess_of_a_hidden_field_can_be_tested()
    {
        CommittedFields committed = Commit("""{"grade":"A","pin":7042}""");
        Disclosure shown = Disclose(committed, "/grade");
        HashSet<Digest> hashes = [.. shown.Fields[0].Siblings, shown.Root];
        SaltedField pin = committed.Fields.Single(f => $"{f.Path}" == "/pin");
        byte[][] salts = [new byte[SaltedField.SaltSize], shown.Fields[0].Field.Salt.ToArray()];

        Assert.DoesNotContain(
            from salt in salts
            from guess in Enumerable.Range(0, 10_000)
            select pin with { Value = new JsonNumber(guess), Salt = salt },
            guess => hashes.Contains(guess.LeafHash()));
        Assert.Equal(
            7042, Enumerable.Range(0, 10_000).Single(guess => (pin with { Value = new JsonNumber(guess) }).LeafHash() == pin.LeafHash()));
    }

    [Fact]
    public void A_holders_file_comes_back_from_its_text_and_an_edited_one_does_not()
    {
        CommittedFields committed = Commit(Document);
        string text = committed.Write();

        Assert.Equal(FieldsFault.None, CommittedFields.TryRead(Encoding.UTF8.GetBytes(text), out CommittedFields? read));
        Assert.Equal((committed.Tree.Root, text), (read!.Tree.Root, read.Write()));
        Assert.Equal(FieldsFault.WrongRoot, FaultOf(text.Replace("\"A\"", "\"B\"")));
        Assert.Equal(FieldsFault.NotCanonical, FaultOf(text.Replace("\"A\"", "\"\\u0041\"")));
        Assert.Equal(FieldsFault.NotCanonical, FaultOf(text.Replace(":1.5,", ":1.50,")));
        Assert.Equal(FieldsFault.NotCanonical, FaultOf(text + " "));
        Assert.Equal(FieldsFault.WrongShape, FaultOf(text.Replace("\"padding\":[\"", "\"padding\":[\"0")));
        Assert.Equal(FieldsFault.WrongShape, FaultOf(text.Replace("fields/1", "fields/2")));
        string[] salts = [.. committed.Padding.Take(2).Select(salt => Convert.ToHexStringLower(salt.Span))];
        Assert.Equal(FieldsFault.WrongShape, FaultOf(text.Replace(salts[1], salts[0])));
        Assert.Equal(FieldsFault.DuplicateKey, FaultOf(text.Replace("{\"format\"", "{\"root\":1,\"format\"")));
    }

    [Theory]
    [InlineData("[1]", FieldsFault.NoObject)]
    [InlineData("{}", FieldsFault.NoObject)]
    [InlineData("{", FieldsFault.NotJson)]
    [InlineData("""{"a":1,"a":2}""", FieldsFault.DuplicateKey)]
    [InlineData("""{"a":1e999}""", FieldsFault.NumberTooLarge)]
    [InlineData("""{"a":"\ud800"}""", FieldsFault.NotUnicode)]
    [InlineData("""{"\udc00":1}""", FieldsFault.NotUnicode)]
    public void What_has_no_canonical_fields_is_refused_by_name(string document, FieldsFault fault)
        => Assert.Equal(fault, CommittedFields.TryCommit(Encoding.UTF8.GetBytes(document), new Random(1).NextBytes, out _));

    [Fact]
    public void More_fields_than_the_bound_are_refused()
    {
        string Flat(int fields) => $"[{string.Join(',', Enumerable.Repeat("0", fields))}]";

        Assert.Equal(FieldTree.MaximumFields, Commit($"{{\"a\":{Flat(FieldTree.MaximumFields)}}}").Fields.Count);
        Assert.Equal(
            FieldsFault.TooManyFields,
            CommittedFields.TryCommit(
                Encoding.UTF8.GetBytes($"{{\"a\":{Flat(FieldTree.MaximumFields + 1)}}}"), new Random(1).NextBytes, out _));
    }

    [Fact]
    public void A_long_key_over_many_fields_is_refused_before_it_is_written_many_times()
    {
        string document = $"{{\"{new string('k', 100_000)}\":[{string.Join(',', Enumerable.Repeat("0", 100))}]}}";

        Assert.Equal(
            FieldsFault.TooLong, CommittedFields.TryCommit(Encoding.UTF8.GetBytes(document), new Random(1).NextBytes, out _));
    }

    internal static Disclosure Disclose(CommittedFields committed, params string[] pointers)
    {
        Assert.Equal(FieldsFault.None, committed.TrySelect(pointers, out IReadOnlyList<DisclosedField> fields, out _));
        return new Disclosure(fields, ReceiptOf(committed.Tree.Root));
    }

    internal static CommittedFields Commit(string document, int seed = 1)
    {
        FieldsFault fault = CommittedFields.TryCommit(
            Encoding.UTF8.GetBytes(document), new Random(seed).NextBytes, out CommittedFields? committed);
        Assert.Equal(FieldsFault.None, fault);
        return committed!;
    }

    private static Receipt ReceiptOf(Digest root) => TestChain.TwoAndTwo.MakeReceipt(
        leaf: l => l with { Commitment = root, Terms = l.Terms with { Scheme = CommitmentScheme.MerkleRoot } });

    private static bool IsRefused(byte[] bytes)
        => Disclosure.TryRead(bytes, out Disclosure? read) != FieldsFault.None
            || read!.Verify() != FieldsFault.None
            || ReceiptVerifier.VerifyRoot(read.Receipt, read.Root) != ReceiptFault.None
            || TestChain.TwoAndTwo.Verify(read.Receipt) != ReceiptFault.None;

    private static Disclosure Read(string text)
    {
        Assert.Equal(FieldsFault.None, Disclosure.TryRead(Encoding.UTF8.GetBytes(text), out Disclosure? disclosure));
        return disclosure!;
    }

    private static FieldsFault FaultOf(string text) => CommittedFields.TryRead(Encoding.UTF8.GetBytes(text), out _);
}
