using System.CommandLine;
using System.Text;
using Ledger.Client;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Receipts;
using QRCoder;

namespace Ledger.Node.Commands;

/// <summary><c>ledger qr</c>: an envelope as a QR code, to be printed on the document itself.</summary>
internal static class QrCommand
{
    /// <summary>Of a PNG: pixels for a module, so that the largest code is some 700 pixels wide.</summary>
    private const int PixelsPerModule = 4;

    private static readonly Argument<string> EnvelopePath = new("ENVELOPE") { Description = "The envelope: a .ledger.json file." };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The new file: .svg, .png, or .txt for the text in the code, which verify --envelope takes, too.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Create()
    {
        Command command = new(
            "qr", "Writes an envelope as a QR code, when it is small enough for one; the proof of its status, which ages, is left out.")
        {
            EnvelopePath, Out, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(EnvelopePath);
        string target = parsed.GetRequiredValue(Out);
        JsonProblem problem = EnvelopeFile.TryRead(path, out CarryEnvelope? envelope);
        string text = CompactEnvelope.TryWrite(envelope ?? throw CommandFailure.OfFile(path, problem))
            ?? throw CommandFailure.OfFile(path, $"more than the {CompactEnvelope.MostCharacters} characters of a QR code: carry the file");
        byte[] picture = Draw(text, Path.GetExtension(target));
        NewFile.Write(target, picture);

        Answer.Give(
            parsed,
            new { Path = target, Characters = text.Length },
            [$"wrote  {target} ({text.Length} of {CompactEnvelope.MostCharacters} characters)"]);
        return (int)ExitCode.Ok;
    }

    private static byte[] Draw(string text, string kind)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        return kind switch
        {
            ".svg" => Encoding.UTF8.GetBytes(new SvgQRCode(code).GetGraphic(PixelsPerModule)),
            ".png" => new PngByteQRCode(code).GetGraphic(PixelsPerModule),
            ".txt" => Encoding.ASCII.GetBytes(text + "\n"),
            _ => throw CommandFailure.Usage("--out names a file that ends in .svg, .png or .txt"),
        };
    }
}
