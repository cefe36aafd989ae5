using Ledger.Client.V1;
using Ledger.Engine;
using Ledger.Engine.Backups;
using Ledger.Node.Backups;
using Ledger.Node.Running;
using Ledger.Protocol.Transactions;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Engine;

namespace Ledger.Tests.Unit.Backups;

/// <summary>A chain of one whose node is backed up while its engine runs, and nodes that are restored from what came of it.</summary>
internal static class BackupWorld
{
    private static readonly byte[] Token = [1, 2, 3];

    public static SingleNode Chain(int blocks, EngineOptions? options = null)
    {
        SingleNode node = new(options);
        for (int i = 0; i < blocks; i++)
        {
            CheckedTransaction transaction = node.Transaction(i);
            node.Submit(transaction);
            node.DriveUntil(() => node.Locate(transaction) is not null);
        }

        return node;
    }

    /// <summary>The file, as the gateway of the running node streams it.</summary>
    public static async Task<byte[]> FileOfAsync(SingleNode node)
    {
        using EngineLoop loop = new(node.Engine, new NodeClock());
        loop.Start();
        BackupGateway gateway = new(loop, node.Genesis.ChainId, Token, bytesPerSecond: long.MaxValue);
        using MemoryStream file = new();
        await foreach (BackupBytes chunk in gateway.BackupAsync(Asked, default))
        {
            file.Write(chunk.Data.Span);
        }

        await loop.StopAsync();
        return file.ToArray();
    }

    public static BackupRequest Asked => new() { Token = Google.Protobuf.ByteString.CopyFrom(Token) };

    /// <summary>Reads the file into a check; what a refusal would be, or none.</summary>
    public static (BackupFault Fault, BackupCheck Check) Judge(SingleNode node, byte[] file, LedgerStores? into = null)
    {
        BackupCheck check = new(node.Genesis, Committee.Suites, into, new EngineOptions());
        try
        {
            BackupReader reader = new(new MemoryStream(file), "backup");
            reader.ReadHeader(node.Genesis.ChainId);
            reader.ReadInto(check);
            return (BackupFault.None, check);
        }
        catch (BackupException refused)
        {
            return (refused.Fault, check);
        }
    }

    public static List<(BackupPart Part, byte[] Bytes)> PartsOf(SingleNode node, byte[] file)
    {
        BackupReader reader = new(new MemoryStream(file), "backup");
        reader.ReadHeader(node.Genesis.ChainId);
        List<(BackupPart Part, byte[] Bytes)> parts = [reader.ReadPart()];
        while (parts[^1].Part != BackupPart.End)
        {
            parts.Add(reader.ReadPart());
        }

        return parts;
    }

    /// <summary>A file of these parts, with the checksums that belong to them.</summary>
    public static byte[] FileOf(SingleNode node, IEnumerable<(BackupPart Part, byte[] Bytes)> parts)
        => [.. BackupFrame.Header(node.Genesis.ChainId), .. parts.SelectMany((p, at) => Frame((ulong)at, p.Part, p.Bytes))];

    private static IEnumerable<byte> Frame(ulong number, BackupPart part, byte[] bytes)
    {
        byte[] prefix = BackupFrame.Prefix(part, bytes.Length);
        return [.. prefix, .. bytes, .. BackupFrame.Suffix(number, prefix, bytes)];
    }
}
