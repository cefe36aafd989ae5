using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Ledger.Client;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Client.Wire;
using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Node.Rpc;
using Ledger.Node.Rpc.Json;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Validators;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>What strangers, operators and clients hand the host: hellos, headers, addresses, protobuf, JSON files.</summary>
internal static class EdgeDecoders
{
    private static readonly byte[] Configuration = DecoderTable.Text("""
        {
          "validatorName": "sg-1", "dataDirectory": "data", "genesisPath": "genesis.json", "keyFilePath": "key.json",
          "tlsKeyFilePath": "tls.json", "cosigningKeyFilePath": "cosigning.json", "passphraseFilePath": "passphrase",
          "peerListen": "127.0.0.1:7000",
          "peers": { "sz-1": "sz-1.example:7000", "sg-2": "[::1]:7001" },
          "grpcListen": "127.0.0.1:7100", "jsonListen": "127.0.0.1:7200",
          "batch": { "maxBytes": 524288 }
        }
        """);

    private static readonly ErrorEntry Entry = ErrorCatalogue.Of(ErrorCode.Malformed);

    public static IReadOnlyList<Decoder> All { get; } =
    [
        new("peer-hello", ["PeerHello.Decode"],
            random => new PeerHello(random.Digest(), (Lane)random.Below(2), random.U32()).ToFrame()[4..],
            b => PeerHello.Decode(b, out PeerHello v) == PeerRefusal.None ? v.ToFrame()[4..] : null),
        new("grpc-prefix", ["GrpcPrefix.Read"],
            random => [0, .. random.Bytes(4)],
            b => b.Length == GrpcPrefix.Size ? Prefix(GrpcPrefix.Read(b)) : null) { IsCanonical = false },
        new("grpc-timeout", ["GrpcTimeout.TryParse"],
            random => Ascii($"{random.Below(99_999_999)}{"HMSmun"[random.Below(6)]}"),
            b => GrpcTimeout.TryParse(DecoderTable.Read(b), out TimeSpan v) ? Ascii(GrpcTimeout.Format(v)) : null)
        { IsCanonical = false },
        new("grpc-message", ["GrpcMessageText.Decode"],
            random => Ascii(GrpcMessageText.Encode("深圳 " + random.U32())),
            b => DecoderTable.Text(GrpcMessageText.Decode(GrpcMessageText.Encode(DecoderTable.Read(b)))))
        { IsCanonical = false },
        new("grpc-status", ["GrpcStatusNames.Parse"],
            random => Ascii($"{random.Below(17)}"),
            b => Ascii($"{(int)GrpcStatusNames.Parse(DecoderTable.Read(b))}")) { IsCanonical = false },
        new("status-details", ["StatusDetails.Decode"],
            random => Ascii(new StatusDetails("MALFORMED", "TRUNCATED", $"{random.U32()}", "短", TimeSpan.FromSeconds(1)).Encode(Entry)),
            b => StatusDetails.Decode(DecoderTable.Read(b)) is { } v ? Ascii(v.Encode(Entry)) : null)
        { IsCanonical = false, AllocatesAtLeast = 256 * 1024 },
        new("node-address", ["NodeAddress.TryParse"],
            random => Ascii($"https://sg-{random.Below(9)}.example:{random.Below(65_536)}/"),
            b => NodeAddress.TryParse(DecoderTable.Read(b), out Uri? v) ? DecoderTable.Text(v!.AbsoluteUri) : null)
        { IsCanonical = false },
        new("host-port", ["HostPort.TryParse"],
            random => Ascii($"sg-1.example:{1 + random.Below(65_535)}"),
            b => HostPort.TryParse(DecoderTable.Read(b), out HostPort v) ? DecoderTable.Text(v.ToString()) : null)
        { IsCanonical = false },
        new("genesis-file", ["GenesisJson.TryRead"],
            _ => DecoderTable.Text(GenesisJson.Write(GenesisSample.Production)),
            b => GenesisJson.TryRead(DecoderTable.Read(b), out Genesis? v) == JsonProblem.None
                ? DecoderTable.Text(GenesisJson.Write(v!))
                : null) { IsCanonical = false, AllocatesAtLeast = 256 * 1024 },
        new("node-configuration", ["NodeConfiguration.Load"], _ => Configuration, LoadConfiguration)
        { IsCanonical = false, Refusal = typeof(ConfigurationException), Mutations = 60, AllocatesAtLeast = 512 * 1024 },
        new("json-request", ["MessageJsonReader.Read"],
            random => WriteJson(new SubmitRequest
            {
                Transaction = ByteString.CopyFrom(random.Bytes(random.Below(60))), WaitForReceipt = random.Bool(),
            }),
            b => WriteJson(MessageJsonReader.Read<SubmitRequest>(b)))
        { IsCanonical = false, Refusal = typeof(RpcException), AllocatesAtLeast = 256 * 1024 },
        .. Requests(),
    ];

    /// <summary>Every message of the client's contract, requests and answers: both sides read what the other sent.</summary>
    private static IEnumerable<Decoder> Requests()
        => from descriptor in LedgerReflection.Descriptor.MessageTypes
           select new Decoder(
               $"protobuf-{descriptor.Name}", [], random => Fill(descriptor.Parser.ParseFrom([]), random).ToByteArray(),
               b => descriptor.Parser.ParseFrom(b).ToByteArray())
           {
               IsCanonical = false,
               Refusal = typeof(InvalidProtocolBufferException),
           };

    private static IMessage Fill(IMessage message, TinyRandom random)
    {
        foreach (Google.Protobuf.Reflection.FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            object? value = field.IsRepeated || field.IsMap ? null : field.FieldType switch
            {
                Google.Protobuf.Reflection.FieldType.Bytes => ByteString.CopyFrom(random.Bytes(random.Below(40))),
                Google.Protobuf.Reflection.FieldType.String => random.U32().ToString("x", CultureInfo.InvariantCulture),
                Google.Protobuf.Reflection.FieldType.UInt64 => random.U64(),
                Google.Protobuf.Reflection.FieldType.UInt32 => random.U32(),
                Google.Protobuf.Reflection.FieldType.Bool => random.Bool(),
                _ => null,
            };
            if (value is not null)
            {
                field.Accessor.SetValue(message, value);
            }
        }

        return message;
    }

    private static byte[]? LoadConfiguration(byte[] bytes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"ledger-fuzz-{Guid.NewGuid():n}.json");
        try
        {
            File.WriteAllBytes(path, bytes);
            NodeConfiguration read = NodeConfiguration.Load(path);
            return JsonSerializer.SerializeToUtf8Bytes(new { read.ValidatorName, read.Peers.Count, read.Batch.MaxBytes }) is { }
                ? bytes
                : null;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] WriteJson(IMessage message)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            MessageJsonWriter.Write(writer, message);
        }

        return stream.ToArray();
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static byte[] Prefix((bool Compressed, uint Length) read)
    {
        byte[] prefix = new byte[GrpcPrefix.Size];
        GrpcPrefix.Write(prefix, (int)read.Length);
        prefix[0] = read.Compressed ? (byte)1 : (byte)0;
        return prefix;
    }
}
