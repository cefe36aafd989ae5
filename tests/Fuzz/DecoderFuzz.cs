using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Ledger.Client.GoogleRpc;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Keys;
using Ledger.Node.Networking;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>No bytes make a decoder throw or allocate without measure, and what it takes has one encoding: the bytes it took.</summary>
public sealed class DecoderFuzz
{
    public static TheoryData<string> Names => new(DecoderTable.All.Select(d => d.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_are_refused_by_name_or_are_the_encoding_of_what_was_read(string name)
    {
        Decoder decoder = DecoderTable.All.Single(d => d.Name == name);
        Seeds.Try("decoders", random =>
        {
            byte[] bytes = decoder.Make(random);
            byte[] other = decoder.Make(random);
            Assert.NotNull(Recode(decoder, bytes));
            for (int i = 0; i < decoder.Mutations; i++)
            {
                Check(decoder, bytes, Mutation.Of(bytes, random, other));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_cut_short_at_any_byte_or_followed_by_any_is_another_value_or_none(string name)
    {
        Decoder decoder = DecoderTable.All.Single(d => d.Name == name);
        byte[] bytes = decoder.Make(new TinyRandom(1));
        int step = Math.Max(1, bytes.Length / decoder.Mutations);
        for (int length = 0; length < bytes.Length; length += step)
        {
            Check(decoder, bytes, bytes[..length]);
        }

        Check(decoder, bytes, [.. bytes, 0]);
        Check(decoder, bytes, [.. bytes, .. bytes]);
        Check(decoder, bytes, new byte[8 << 20]);
    }

    [Fact]
    public void A_frame_is_refused_or_opens_to_a_message_of_the_same_bytes()
    {
        Committee four = new();
        MessageOpener opener = new(four.Genesis.Configuration, Committee.Suites);
        byte[][] frames = [.. Frames(four).Select(m => m.ToFrame(default))];
        Assert.All(frames, f => Assert.Equal(OpenFault.None, opener.TryOpen(new Envelope(new(f[1]), f), out Message? _)));

        Seeds.Try("frames", random =>
        {
            for (int i = 0; i < 600; i++)
            {
                byte[] bytes = Mutation.Of(frames[random.Below(frames.Length)], random, frames[random.Below(frames.Length)]);
                Envelope envelope = new(new ValidatorIndex((byte)(bytes.Length % 4)), bytes);
                if (opener.TryOpen(envelope, out Message? message) == OpenFault.None)
                {
                    Assert.Equal([bytes[0], message!.Sender.Value, .. bytes[2..]], message.ToFrame(envelope.Epoch));
                    Assert.All(BlocksOf(message), block => Assert.True(block.IsWhole));
                }
            }
        });
    }

    private static IReadOnlyList<Block> BlocksOf(Message message) => message switch
    {
        PrePrepare proposal => [proposal.Block],
        ChainSegment segment => segment.Chain,
        _ => [],
    };

    /// <summary>Frames come out as they went in, whatever the cuts; a length over the bound is refused before it is read.</summary>
    [Fact]
    public void A_stream_of_any_bytes_is_cut_into_the_frames_it_announces_or_refused()
        => Seeds.Try("streams", random =>
        {
            byte[] stream = [.. Enumerable.Range(0, 8).SelectMany(_ => Framed(random.Bytes(random.Below(200))))];
            for (int i = 0; i < 100; i++)
            {
                byte[] bytes = Mutation.Of(stream, random, stream);
                FrameReader reader = new(new MemoryStream(bytes), maxFrameBytes: 256);
                List<byte> again = [];
                long before = GC.GetAllocatedBytesForCurrentThread();
                FrameRead read = Next(reader);
                for (; read.Frame is not null; read = Next(reader))
                {
                    Assert.InRange(read.Frame.Length, 0, 256);
                    again.AddRange(Framed(read.Frame));
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (100 << 10) + (64 * bytes.Length));
                Assert.True(bytes.AsSpan().StartsWith(again.ToArray()));
                Assert.True(read.Refusal is PeerRefusal.FrameTooLong || bytes.Length - again.Count < 4 + 256);
            }
        });

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_status_with_an_impossible_delay_is_none_and_not_an_exception(long seconds)
    {
        Client.GoogleRpc.Status status = new();
        RetryInfo retry = new() { RetryDelay = new Duration { Seconds = seconds } };
        status.Details.Add(Any.Pack(retry));

        Assert.Null(Client.Wire.StatusDetails.Decode(Convert.ToBase64String(status.ToByteArray())));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("\"\"")]
    public void Any_value_of_a_key_file_may_be_of_any_kind(string value)
    {
        string text = Encoding.UTF8.GetString(FileSamples.Key);
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

    private static void Check(Decoder decoder, byte[] original, byte[] bytes)
    {
        byte[]? again = Recode(decoder, bytes);
        if (again is null)
        {
            return;
        }

        byte[] expected = decoder.IsCanonical ? bytes : again;
        Assert.Equal(expected, decoder.IsCanonical ? again : Recode(decoder, again));
        if (decoder.Identity is { } identity && !bytes.AsSpan().SequenceEqual(original))
        {
            Assert.NotEqual(identity(original), identity(bytes));
        }
    }

    /// <summary>Decodes and encodes again, within the memory the row allows; only the row's own refusal may be thrown.</summary>
    private static byte[]? Recode(Decoder decoder, byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return decoder.Recode(bytes);
        }
        catch (Exception refusal) when (decoder.Refusal?.IsInstanceOfType(refusal) == true)
        {
            return null;
        }
        finally
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            long most = decoder.AllocatesAtLeast + (decoder.AllocatesPerByte * bytes.Length);
            Assert.True(allocated <= most, $"{decoder} allocated {allocated} bytes for {bytes.Length} of input, {most} allowed");
        }
    }

    private static FrameRead Next(FrameReader reader) => reader.ReadAsync(default).AsTask().Result;

    private static byte[] Framed(byte[] frame)
        => [(byte)(frame.Length >> 24), (byte)(frame.Length >> 16), (byte)(frame.Length >> 8), (byte)frame.Length, .. frame];

    private static Message[] Frames(Committee four)
    {
        Block[] chain = four.Run(2);
        Digest[] batches = [chain[0].Hash, chain[1].Hash];
        Block full = new(chain[0].Header with { BatchesRoot = Block.RootOf(batches) }, batches);
        QuorumCertificate prepared = four.Certify(StatementType.Prepare, 0, chain[0]);
        ViewChange[] changes = [four.Leave(0, 1), four.Leave(1, 1, prepared: prepared), four.Leave(2, 1)];
        return
        [
            four.Propose(0, chain[0]),
            four.Propose(0, full),
            four.Prepare(1, 0, chain[0]),
            four.Commit(2, 0, chain[0]),
            four.Ask(3, 1),
            changes[1],
            four.Open(1, changes),
            new ChainSegment(Committee.At(1), chain, four.Certify(StatementType.Commit, 0, chain[1])),
            new FetchBlocks(Committee.At(1), Height.Genesis, chain[0].Hash),
        ];
    }
}
