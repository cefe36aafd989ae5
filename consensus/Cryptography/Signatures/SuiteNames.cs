using Ledger.Cryptography.Signatures.Curves;

namespace Ledger.Cryptography.Signatures;

/// <summary>What a suite is called in files and commands, and how long its public keys are: of those that members may use.</summary>
public static class SuiteNames
{
    private static readonly (SuiteId Suite, string Name, int KeySize)[] Known =
    [
        (SuiteId.Ed25519, "ed25519", Ed25519Suite.KeySize),
        (SuiteId.Sm2, "sm2", NamedCurve.PointSize),
        (SuiteId.P256, "p256", NamedCurve.PointSize),
    ];

    public static IReadOnlyList<string> All { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>Null for a suite that no member may use.</summary>
    public static string? Of(SuiteId suite) => Known.FirstOrDefault(k => k.Suite == suite).Name;

    /// <summary><see cref="SuiteId.None"/> for what is no name: there is one spelling of each.</summary>
    public static SuiteId Parse(string name) => Known.FirstOrDefault(k => k.Name == name).Suite;

    /// <summary>Bytes of a public key; null for a suite that no member may use.</summary>
    public static int? KeySize(SuiteId suite) => Of(suite) is null ? null : Known.First(k => k.Suite == suite).KeySize;
}
