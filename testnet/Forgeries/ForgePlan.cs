namespace Ledger.Testnet.Forgeries;

/// <summary>Which documents of a folder are forged, and how: of a seed.</summary>
public sealed record ForgePlan(int Files, IReadOnlyDictionary<string, Forgery> Forged)
{
    /// <summary>Names of all documents, in their order.</summary>
    public IEnumerable<string> Names => Enumerable.Range(1, Files).Select(NameOf);

    public IEnumerable<string> Good => Names.Where(name => !Forged.ContainsKey(name));

    /// <summary>Every kind in turn, as far as so many go, on documents that are drawn.</summary>
    /// <param name="forgeries">Fewer than <paramref name="files"/>: a good document is needed to forge with.</param>
    public static ForgePlan Of(int files, int forgeries, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(forgeries, files);
        int[] numbers = [.. Enumerable.Range(1, files)];
        new Random(seed).Shuffle(numbers);
        Forgery[] kinds = [.. FileForgeries.All, .. IssuedForgeries.All];
        return new ForgePlan(files, Enumerable.Range(0, forgeries).ToDictionary(i => NameOf(numbers[i]), i => kinds[i % kinds.Length]));
    }

    public static string ContentOf(string name, int seed)
        => $"{name} of folder {seed}: a specimen that names no person and binds nobody.\n";

    private static string NameOf(int number) => FormattableString.Invariant($"document-{number:d5}.txt");
}
