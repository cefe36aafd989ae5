namespace Ledger.Tests.Unit.Cryptography;

/// <summary>One case of C2SP/wycheproof: <c>tests/Unit/Vectors</c> has the files and their origin.</summary>
/// <param name="IsValid">What the vectors say of it; a suite may be stricter.</param>
internal sealed record WycheproofVectors(int Number, bool IsValid, byte[] PublicKey, byte[] Message, byte[] Signature, string Comment)
{
    public static WycheproofVectors[] Read(string name)
        =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Vectors", $"wycheproof-{name}.tsv"))
                .Where(line => !line.StartsWith('#'))
                .Select(line => Parse(line.Split('\t'))),
        ];

    public override string ToString() => $"{Number}: {Comment}";

    private static WycheproofVectors Parse(string[] fields)
        => new(
            int.Parse(fields[0]),
            fields[1] switch
            {
                "valid" => true,
                "invalid" => false,
                _ => throw new FormatException($"{fields[1]} is no verdict."),
            },
            Convert.FromHexString(fields[2]),
            Convert.FromHexString(fields[3]),
            Convert.FromHexString(fields[4]),
            fields[5]);
}
