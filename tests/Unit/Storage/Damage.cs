using Ledger.Storage.Devices;

namespace Ledger.Tests.Unit.Storage;

/// <summary>What can happen to a file that nobody wrote to: a seed chooses one.</summary>
internal static class Damage
{
    private const int Sector = 512;

    /// <summary>Damages the file and says how.</summary>
    public static string Do(IDevice file, Seeded seeded) => seeded.Choose(6) switch
    {
        0 => Zero(file, seeded.Choose((int)(file.Length / Sector) + 1) * Sector),
        1 => Truncate(file, seeded.Choose((int)file.Length)),
        2 => Extend(file, seeded.Bytes(1 + seeded.Choose(2000))),
        _ => Flip(file, seeded.Choose((int)file.Length), seeded.Choose(8)),
    };

    public static string Flip(IDevice file, long at, int bit)
    {
        byte[] one = new byte[1];
        file.Read(at, one);
        one[0] ^= (byte)(1 << bit);
        file.Write(at, one);
        return $"bit {bit} of byte {at} of {file.Name}";
    }

    public static string Zero(IDevice file, long at)
    {
        file.Write(at, new byte[Math.Min(Sector, file.Length - at)]);
        return $"zeroed sector at {at} of {file.Name}";
    }

    private static string Truncate(IDevice file, long length)
    {
        file.Truncate(length);
        return $"{file.Name} cut to {length} bytes";
    }

    private static string Extend(IDevice file, byte[] garbage)
    {
        long length = file.Length;
        file.Write(length, garbage);
        return $"{garbage.Length} bytes of garbage after byte {length} of {file.Name}";
    }
}
