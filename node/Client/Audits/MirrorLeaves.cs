using Ledger.Client.Logs;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Audits;

/// <summary>The entries in a folder that <c>ledger log mirror</c> made, up to its checkpoint.</summary>
public sealed class MirrorLeaves : ILeaves
{
    private readonly FolderLog _folder;

    /// <exception cref="LogException">It has no checkpoint that can be read; that it is believed is not asked for here.</exception>
    public MirrorLeaves(FolderLog folder)
    {
        _folder = folder;
        byte[] note = folder.Find("checkpoint", SignedNote.MaximumBytes)
            ?? throw new LogException(LogFault.NotThere, $"{folder.Name}: no checkpoint, so no copy of a log");
        Count = HeadOf(note)?.Size ?? throw new LogException(LogFault.Malformed, $"{folder.Name}: its checkpoint cannot be read");
    }

    public ulong Count { get; }

    /// <summary>The rest of one bundle of 256 at most.</summary>
    public byte[] Read(ulong first, int most)
    {
        TilePath bundle = LogTiles.Holding(TilePath.Entries, first, Count);
        byte[] records = _folder.Find($"{bundle}", LogTiles.MaximumBytes) is { } bytes
            ? LogTiles.RecordsOf(bytes, bundle.Width)
                ?? throw new LogException(LogFault.Malformed, $"{_folder.Name}/{bundle}: not {bundle.Width} entries")
            : throw new LogException(LogFault.NotThere, $"{_folder.Name}/{bundle}: missing");
        int skipped = (int)(first % AnchorTree.TileWidth) * AnchorTree.RecordLength;
        return records[skipped..Math.Min(records.Length, skipped + (most * AnchorTree.RecordLength))];
    }

    private static Checkpoint? HeadOf(ReadOnlySpan<byte> note)
        => SignedNote.TryDecode(note, out SignedNote? signed) == DecodeFault.None
            && Checkpoint.TryParse(signed!.Text, out Checkpoint? head) == DecodeFault.None ? head : null;
}
