using System.Reflection;
using System.Text.RegularExpressions;
using Ledger.Protocol.Encoding;

namespace Ledger.Tests.Fuzz;

/// <summary>The table is whole: a decoder that nobody fuzzes fails here.</summary>
public sealed partial class DecoderTableFacts
{
    /// <summary>Reached only behind something else, by its own right.</summary>
    private static readonly Dictionary<string, string> Behind = new()
    {
        ["CommitmentManifest.Decode"] = "Manifest.TryRead: bytes this node wrote, whole by their checksum",
        ["FileSeal.DecodeAll"] = "Manifest.TryRead: bytes this node wrote, whole by their checksum",
        ["StateCheckpoint.DecodeAll"] = "Manifest.TryRead: bytes this node wrote, whole by their checksum",
        ["GrpcPrefix.Read"] = "its readers give it exactly five bytes",
    };

    private static readonly Assembly[] Assemblies =
    [
        typeof(Cryptography.Hashing.Digest).Assembly,
        typeof(WireReader).Assembly,
        typeof(Consensus.Replica).Assembly,
        typeof(Storage.Records.RecordFrame).Assembly,
        typeof(Engine.BlockRecord).Assembly,
        typeof(Client.LedgerRpcClient).Assembly,
        typeof(Node.Networking.PeerTransport).Assembly,
    ];

    private static readonly Type[] Sources =
    [
        typeof(ReadOnlySpan<byte>), typeof(ReadOnlyMemory<byte>), typeof(byte[]), typeof(ReadOnlySpan<char>), typeof(string),
        typeof(WireReader),
    ];

    [Fact]
    public void Every_decoder_of_every_assembly_is_in_the_table()
    {
        string[] found = [.. Assemblies.SelectMany(a => a.GetTypes()).SelectMany(DecodersOf).Distinct()];
        string[] covered = [.. DecoderTable.All.SelectMany(d => d.Covers), .. Behind.Keys];

        Assert.True(found.Length >= 30, $"only {found.Length} were found: {string.Join(", ", found)}");
        Assert.Empty(found.Except(covered));
    }

    [Fact]
    public void Every_row_of_the_table_names_a_decoder_there_is()
    {
        HashSet<string> methods =
        [
            .. from assembly in Assemblies
               from type in assembly.GetTypes()
               from method in type.GetMethods(All)
               select $"{type.Name}.{method.Name}",
        ];

        string[] named = [.. DecoderTable.All.SelectMany(d => d.Covers), .. Behind.Keys];
        Assert.Subset(methods, named.ToHashSet());
        Assert.Equal(DecoderTable.All.Count, DecoderTable.All.Select(d => d.Name).Distinct().Count());
    }

    private const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static IEnumerable<string> DecodersOf(Type type)
        => from method in type.GetMethods(All)
           where !method.IsPrivate && IsDecoder().IsMatch(method.Name)
           let first = method.GetParameters().FirstOrDefault()
           where first is not null && Sources.Contains(Plain(first.ParameterType)) && !IsPlace(first)
           select $"{type.Name}.{method.Name}";

    private static Type Plain(Type type) => type.IsByRef ? type.GetElementType()! : type;

    /// <summary>A text that says where to look and is not itself decoded.</summary>
    private static bool IsPlace(ParameterInfo parameter) => parameter.Name is "path" or "file" or "folder" or "name";

    [GeneratedRegex("^(Try)?(Decode|Parse|Read)(All|Own|Optional|Header|Record)?$")]
    private static partial Regex IsDecoder();
}
