using System.Globalization;

namespace Ledger.Storage.Faster;

/// <summary>Seals of a table's log files, <c>log.0</c>, <c>log.1</c> and so on, carried on as they grow.</summary>
/// <remarks>
/// FASTER follows the lengths and pointers in its log without checking them: a flipped bit there ends the process. So no log
/// is given to it whose bytes are not what they were. Only what was added since the last seal is read.
/// </remarks>
internal sealed class LogSeals(string folder, IEnumerable<FileSeal> known)
{
    private readonly Dictionary<string, FileSeal> _seals = known.Where(seal => seal.IsOfLog).ToDictionary(seal => seal.Path);

    /// <summary>Seals the log's bytes from one address to another; the files must be quiet.</summary>
    public IReadOnlyList<FileSeal> Take(long begin, long end)
    {
        List<FileSeal> taken = [];
        foreach ((string name, long start) in Files(folder))
        {
            if (start + FasterTable.SegmentBytes > begin && start < end)
            {
                FileSeal? before = _seals.GetValueOrDefault(name);
                taken.Add(_seals[name] = FileSeal.Of(folder, name, end - start, before));
            }
        }

        return taken;
    }

    /// <summary>Cuts off what was written after the seals were taken: FASTER writes it again, and not the same.</summary>
    public static void CutAfter(string folder, IReadOnlyCollection<FileSeal> seals)
    {
        foreach ((string name, _) in Files(folder))
        {
            using FileStream file = new(Path.Combine(folder, name), FileMode.Open, FileAccess.Write);
            long sealedBytes = seals.FirstOrDefault(seal => seal.Path == name)?.Length ?? 0;
            file.SetLength(Math.Min(file.Length, sealedBytes));
        }
    }

    private static IEnumerable<(string Name, long Start)> Files(string folder) =>
        from path in Directory.Exists(folder) ? Directory.GetFiles(folder, "log.*") : []
        let name = Path.GetFileName(path)
        let number = long.Parse(name.AsSpan("log.".Length), NumberStyles.None, CultureInfo.InvariantCulture)
        orderby number
        select (name, number * FasterTable.SegmentBytes);
}
