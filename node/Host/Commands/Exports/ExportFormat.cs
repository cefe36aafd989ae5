using System.CommandLine;

namespace Ledger.Node.Commands;

/// <summary>One form that evidence takes for programs of others: one file of this folder, and one line of <see cref="All"/>.</summary>
/// <param name="Name">As <c>--format</c> names it.</param>
/// <param name="Takes">What the file given is.</param>
/// <param name="Options">Those of this format alone, or shared with others.</param>
/// <param name="Make">The bytes to write, from the file at a path.</param>
internal sealed record ExportFormat(
    string Name, string Takes, IReadOnlyList<Option> Options, Func<ParseResult, string, byte[]> Make)
{
    public static IReadOnlyList<ExportFormat> All { get; } = [CoseExport.Format, StatusListExport.Format];
}
