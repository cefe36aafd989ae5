using System.Text;
using Ledger.Cryptography.Keys;
using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Receipts;
using Ledger.Protocol.Transactions;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>No bytes make a decoder throw, and what it takes has one encoding: the bytes it took.</summary>
public sealed class DecoderFuzz
{
    private const int FixedSeeds = 20;

    private const int MutationsOfEach = 600;

    private static readonly byte[] Key = KeyFile.Seal(
        SuiteId.Ed25519, new byte[32], new byte[32], "passphrase"u8).ToJson();

    public static TheoryData<string> Names
        => new(WireType.All.Where(t => t.Recode is not null && t.Name != "durable-state").Select(t => t.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wire_type_is_refused_or_encodes_to_the_bytes_that_were_read(string name)
    {
        WireType type = WireType.All.Single(t => t.Name == name);
        Mutate(r => type.Make(new Samples(r)), bytes =>
        {
            if (type.Recode!(bytes) is { } again)
            {
                Assert.Equal(bytes, again);
            }
        });
    }

    /// <summary>A journal record may say a promise twice; what it adds up to has one encoding.</summary>
    [Fact]
    public void A_journal_record_is_refused_or_adds_up_to_a_state_that_reads_back()
    {
        WireType type = WireType.All.Single(t => t.Name == "durable-state");
        Mutate(r => type.Make(new Samples(r)), bytes =>
        {
            if (type.Recode!(bytes) is { } sum)
            {
                Assert.Equal(sum, type.Recode(sum));
            }
        });
    }

    [Fact]
    public void A_block_record_is_refused_or_encodes_to_the_bytes_that_were_read()
        => Mutate(MakeRecord, bytes =>
        {
            if (BlockRecord.TryDecode(bytes, out BlockRecord? record) == DecodeFault.None)
            {
                Assert.Equal(bytes, record!.Encode());
            }
        });

    [Fact]
    public void A_frame_is_refused_or_opens_to_a_message_of_the_same_bytes()
    {
        Committee four = new();
        MessageOpener opener = new(four.Genesis.Validators, four.Context, Committee.Suites);
        byte[][] frames = [.. Frames(four).Select(m => m.Encode())];
        Assert.All(frames, f => Assert.Equal(OpenFault.None, opener.TryOpen(new Envelope(new(f[1]), f), out Message? _)));

        Mutate(r => frames[r.Below(frames.Length)], bytes =>
        {
            Envelope envelope = new(new ValidatorIndex((byte)(bytes.Length % 4)), bytes);
            if (opener.TryOpen(envelope, out Message? message) == OpenFault.None)
            {
                Assert.Equal(bytes, message!.Encode());
            }
        });
    }

    [Fact]
    public void A_genesis_file_is_refused_or_is_of_the_chain_it_names()
    {
        byte[] text = Encoding.UTF8.GetBytes(GenesisJson.Write(ProductionGenesis()));
        Assert.Equal(JsonProblem.None, GenesisJson.TryRead(Encoding.UTF8.GetString(text), out Genesis? _));

        Mutate(_ => text, bytes =>
        {
            if (GenesisJson.TryRead(Encoding.UTF8.GetString(bytes), out Genesis? read) == JsonProblem.None)
            {
                Assert.Equal(Encoding.UTF8.GetString(text), GenesisJson.Write(read!));
            }
        });
    }

    [Fact]
    public void A_carry_envelope_is_refused_or_reads_back_as_written()
        => Mutate(MakeEnvelope, bytes =>
        {
            if (CarryEnvelope.TryRead(Encoding.UTF8.GetString(bytes), out CarryEnvelope? read) == JsonProblem.None)
            {
                string again = read!.Write();
                Assert.Equal(JsonProblem.None, CarryEnvelope.TryRead(again, out CarryEnvelope? second));
                Assert.Equal(again, second!.Write());
            }
        });

    [Fact]
    public void A_key_file_is_refused_or_reads_back_as_written()
    {
        Assert.Equal(KeyFileFault.None, KeyFile.Parse(Key, out KeyFile? _));
        Mutate(_ => Key, bytes =>
        {
            if (KeyFile.Parse(bytes, out KeyFile? file) == KeyFileFault.None)
            {
                Assert.Equal(KeyFileFault.None, KeyFile.Parse(file!.ToJson(), out KeyFile? second));
                Assert.Equal(file.ToJson(), second!.ToJson());
            }
        });
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("\"\"")]
    public void Any_value_of_a_key_file_may_be_of_any_kind(string value)
    {
        string text = Encoding.UTF8.GetString(Key);
        foreach (string field in (string[])["format", "suite", "publicKey", "kdf", "cipher", "nonce", "ciphertext", "salt"])
        {
            int start = text.IndexOf($"\"{field}\": ", StringComparison.Ordinal) + field.Length + 4;
            int end = field == "kdf" ? text.IndexOf('}', start) + 1 : text.IndexOf('"', start + 1) + 1;

            KeyFileFault fault = KeyFile.Parse(
                Encoding.UTF8.GetBytes(text[..start] + value + text[end..]), out KeyFile? file);

            Assert.NotEqual(KeyFileFault.None, fault);
            Assert.Null(file);
        }
    }

    private static void Mutate(Func<TinyRandom, byte[]> make, Action<byte[]> read)
        => Seeds.Try(FixedSeeds, random =>
        {
            byte[] bytes = make(random);
            read(bytes);
            for (int i = 0; i < MutationsOfEach; i++)
            {
                read(Mutation.Of(bytes, random));
            }
        });

    private static byte[] MakeRecord(TinyRandom random)
    {
        Samples samples = new(random);
        return new BlockRecord(
            samples.Block(), random.List(0, 3, samples.Outcome), random.Bool() ? samples.Certificate() : null).Encode();
    }

    private static byte[] MakeEnvelope(TinyRandom random) => Encoding.UTF8.GetBytes(new CarryEnvelope(
        random.Bytes(CommitmentHasher.SaltSize),
        "statement.pdf",
        random.U32(),
        "application/pdf",
        "bank-1",
        new Samples(random).Receipt()).Write());

    private static Message[] Frames(Committee four)
    {
        Block[] chain = four.Run(2);
        QuorumCertificate prepared = four.Certify(StatementType.Prepare, 0, chain[0]);
        ViewChange[] changes = [four.Leave(0, 1), four.Leave(1, 1, prepared: prepared), four.Leave(2, 1)];
        return
        [
            four.Propose(0, chain[0]),
            four.Prepare(1, 0, chain[0]),
            four.Commit(2, 0, chain[0]),
            four.Ask(3, 1),
            changes[1],
            four.Open(1, changes),
            new ChainSegment(Committee.At(1), chain, four.Certify(StatementType.Commit, 0, chain[1])),
            new FetchBlocks(Committee.At(1), Height.Genesis, chain[0].Hash),
        ];
    }

    private static Genesis ProductionGenesis()
    {
        Region region = new("SG");
        Validator[] validators =
        [
            .. Enumerable.Range(0, 2).Select(i => new Validator(
                $"validator-{i}", region, SuiteId.Ed25519, KeyOf(i), new([.. Enumerable.Repeat((byte)i, 32)]))),
        ];
        return new Genesis(
            "fuzz",
            1_700_000_000_000,
            new ChainParameters(),
            new ValidatorSet(validators, [new RegionMinimum(region, 1)]),
            [new Issuer(0, "bank-0", region, SuiteId.Ed25519, KeyOf(9))]);
    }

    private static byte[] KeyOf(int number)
    {
        using Ed25519Signer signer = new([.. Enumerable.Repeat((byte)number, Ed25519Signer.SeedSize)]);
        return signer.PublicKey.ToArray();
    }
}
