using System.Xml.Linq;

namespace Ledger.Tests.Unit.Tidy;

/// <summary>Which assembly may refer to which: the picture of ARCHITECTURE.md as a table.</summary>
/// <remarks>Consensus and storage never see each other. Projects of tests are free, the simulator excepted.</remarks>
public static class Edges
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Ledger.Cryptography"] = [],
        ["Ledger.Protocol"] = ["Ledger.Cryptography"],
        ["Ledger.Consensus"] = ["Ledger.Protocol"],
        ["Ledger.Storage"] = ["Ledger.Protocol"],
        ["Ledger.Engine"] = ["Ledger.Consensus", "Ledger.Storage"],
        ["Ledger.Client"] = ["Ledger.Protocol"],
        ["Ledger.Node"] = ["Ledger.Engine", "Ledger.Client"],
        ["Ledger.Simulation"] = ["Ledger.Engine"],
        ["Ledger.Mutants"] = ["Ledger.Cryptography"],
        ["Ledger.Testnet"] = ["Ledger.Client", "Ledger.Simulation", "Ledger.Mutants", "Ledger.Node"],
    };

    public static IEnumerable<string> Names => Allowed.Keys;

    /// <summary>References of a project that the table does not allow, or the project when it has no row.</summary>
    public static IEnumerable<string> Offences(SourceFile project)
    {
        string name = Path.GetFileNameWithoutExtension(project.Path);
        if (!Allowed.TryGetValue(name, out string[]? allowed))
        {
            return project.IsUnder("tests") ? [] : [$"{project.Path} has no row in the table of edges"];
        }

        return References(project).Except(allowed).Select(reference => $"{name} may not refer to {reference}");
    }

    private static IEnumerable<string> References(SourceFile project)
        => XDocument.Parse(project.Text)
            .Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path));
}
