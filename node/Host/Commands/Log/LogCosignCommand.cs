using System.CommandLine;
using Ledger.Client;
using Ledger.Client.Logs;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;

namespace Ledger.Node.Commands;

/// <summary><c>ledger log cosign</c>: hands the newest checkpoint to a witness and writes the note with its line.</summary>
internal static class LogCosignCommand
{
    private static readonly Argument<string> Place = new("log") { Description = "The log's prefix, or a folder that is a mirror." };

    private static readonly Option<string> Witness = new("--witness")
    {
        Description = "The witness's submission prefix.",
        HelpName = "URL",
        Required = true,
    };

    private static readonly Option<string> Key = new("--witness-key")
    {
        Description = "The key by which it cosigns (a vkey).",
        HelpName = "VKEY",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The note to write; one that exists is left as it is.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new(
            "cosign", "Has a witness cosign the log's newest checkpoint, with the proof it wants, and writes the note with its line.")
        {
            Place, Witness, Key, LogOptions.Policy, LogOptions.Origin, SharedOptions.Authority, Out, SharedOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ILogSource source = LogOptions.Source(parsed, parsed.GetRequiredValue(Place));
        using IDisposable? web = source as IDisposable;
        using WitnessClient witness = Client(parsed);
        LogReader reader = new(source, LogOptions.Trust(parsed));
        SeenCheckpoint newest = await reader.NewestAsync(cancellation);
        SignedNote note = newest.Note.With([await witness.CosignAsync(reader, newest, cancellation)]);
        string path = parsed.GetRequiredValue(Out);
        NewFile.Write(path, note.Encode());

        Answer.Give(
            parsed,
            new { newest.Head.Origin, newest.Head.Size, Path = path },
            [$"cosigned     {newest.Head.Size} leaves of {newest.Head.Origin}", $"wrote        {path}"]);
        return (int)ExitCode.Ok;
    }

    private static WitnessClient Client(ParseResult parsed)
    {
        string url = parsed.GetRequiredValue(Witness);
        string vkey = parsed.GetRequiredValue(Key);
        return NoteKey.TryParse(vkey, out NoteKey? key) != DecodeFault.None || !key!.IsCosigner
            ? throw CommandFailure.Usage($"--witness-key {vkey}: a cosigner's key, as the witness prints it")
            : NodeAddress.TryParse(url, out Uri? prefix) && prefix is not null
                ? new WitnessClient(prefix, key, SignatureSuites.Production, Inputs.Authority(parsed))
                : throw CommandFailure.Usage($"--witness {url}: an https:// address, or http:// on this machine only");
    }
}
