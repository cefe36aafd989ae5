using System.Globalization;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Validators;

namespace Ledger.Tests.Unit.Checkpoints;

/// <summary>Policies of sets written like <c>5+2</c>: validators 0 to 4 in region R0, 5 and 6 in R1.</summary>
internal static class PolicyWorld
{
    public static TlogPolicy Of(string sizes, string minimums, int faults, SuiteId suite)
    {
        int[] least = [.. minimums.Split(',').Select(m => int.Parse(m, CultureInfo.InvariantCulture))];
        return RegionPolicy.Of(
            [.. least.Select((m, i) => new PolicyRegion(new Region($"R{i}"), m, [.. Region(sizes, i).Select(Notes.KeysOf)]))],
            faults,
            suite);
    }

    /// <summary>The validators of a region.</summary>
    public static byte[] Region(string sizes, int index)
    {
        int[] counts = [.. sizes.Split('+').Select(s => int.Parse(s, CultureInfo.InvariantCulture))];
        return [.. Enumerable.Range(counts.Take(index).Sum(), counts[index]).Select(i => (byte)i)];
    }
}
