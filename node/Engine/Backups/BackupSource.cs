using Ledger.Engine.Execution;
using Ledger.Engine.Snapshots;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Snapshots;

namespace Ledger.Engine.Backups;

/// <summary>The state of one height, held while a backup is made of it.</summary>
/// <remarks>State and outline never change, so any thread may read them; blocks, leaves and batches are asked of the engine.</remarks>
public sealed class BackupSource
{
    private readonly LedgerState _state;

    internal BackupSource(SnapshotOutline outline, LedgerState state)
    {
        _state = state;
        Height = outline.Header.Height;
        Leaves = outline.Header.LogSize;
        WireWriter writer = new();
        outline.Write(writer);
        Outline = writer.ToArray();
    }

    public Height Height { get; }

    public ulong Leaves { get; }

    public byte[] Outline { get; }

    /// <summary>The entries of one part of the state map.</summary>
    public byte[] EntriesOf(int part) => PieceCodec.EncodeEntries(_state.Map.EntriesOf(part, SnapshotOutline.MapDepth));
}
