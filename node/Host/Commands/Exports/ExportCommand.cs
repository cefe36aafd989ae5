using System.CommandLine;

namespace Ledger.Node.Commands;

/// <summary><c>ledger export</c>: writes what the chain proves in a form that programs of others read. Asks no node.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Source = new("FILE")
    {
        Description = string.Join("; ", ExportFormat.All.Select(f => $"for {f.Name}: {f.Takes}")) + ".",
    };

    private static readonly Option<string> Format = new("--format") { Description = "The form to write.", Required = true };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write; one that exists is left as it is.",
        HelpName = "FILE",
        Required = true,
    };

    static ExportCommand() => Format.AcceptOnlyFromAmong([.. ExportFormat.All.Select(f => f.Name)]);

    public static Command Create()
    {
        Command command = new("export", "Writes evidence in a form that programs of others read.")
        {
            Source, Format, Out, SharedOptions.Json,
        };
        foreach (Option option in ExportFormat.All.SelectMany(f => f.Options).Distinct())
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => (int)Run(parsed));
        return command;
    }

    private static ExitCode Run(ParseResult parsed)
    {
        ExportFormat format = ExportFormat.All.Single(f => f.Name == parsed.GetRequiredValue(Format));
        string output = NewFile.Demand(parsed.GetRequiredValue(Out));
        byte[] bytes = format.Make(parsed, parsed.GetRequiredValue(Source));
        NewFile.Write(output, bytes);
        Answer.Give(
            parsed, new { Format = format.Name, Path = output, Bytes = bytes.Length }, [$"wrote  {output} ({bytes.Length} bytes)"]);
        return ExitCode.Ok;
    }

    /// <summary>What a format needs and another does not.</summary>
    internal static T Demand<T>(ParseResult parsed, Option<T?> option)
        where T : class
        => parsed.GetValue(option) ?? throw CommandFailure.Usage($"--format {parsed.GetValue(Format)} needs {option.Name}");
}
