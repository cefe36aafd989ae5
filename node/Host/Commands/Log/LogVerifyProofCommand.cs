using System.CommandLine;
using Ledger.Client.Logs;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Transactions;

namespace Ledger.Node.Commands;

/// <summary><c>ledger log verify-proof</c>: judges a proof by a policy, without a network.</summary>
internal static class LogVerifyProofCommand
{
    private static readonly Argument<string> Proof = new("proof") { Description = "The file NAME.tlog-proof." };

    private static readonly Option<string?> Commitment = new("--commitment")
    {
        Description = "What the leaf must commit to; without it the leaf's own is printed for you to compare.",
        HelpName = "HASH",
    };

    public static Command Create()
    {
        Command command = new(
            "verify-proof",
            "Judges a proof of a leaf by a policy, without a network: the log, the cosignatures of every region, and the path to the root.")
        {
            Proof, LogOptions.Policy, LogOptions.Origin, Commitment, SharedOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(Proof);
        LogTrust trust = LogOptions.Trust(parsed);
        DecodeFault fault = TlogProof.TryDecode(Inputs.Bytes(path, TlogProof.MaximumBytes), out TlogProof? proof);
        SeenCheckpoint seen = trust.Believe((proof ?? throw CommandFailure.OfFile(path, fault)).Note, path);
        if (!LeafRecord.TryRead(proof.Extra.GetValueOrDefault().Span, out LeafRecord leaf))
        {
            throw CommandFailure.OfFile(path, "its extra bytes are no leaf record of a ledger");
        }

        if (!proof.Holds(trust.Hash, leaf.Encode(), seen.Head))
        {
            throw new LogException(LogFault.NotOfRoot, $"{path}: the leaf does not lead to the root of {seen.Head.Size} leaves");
        }

        if (parsed.GetValue(Commitment) is { } hex && Inputs.Digest("--commitment", hex) != leaf.Commitment)
        {
            throw new LogException(LogFault.NoSuchLeaf, $"{path}: the leaf commits to {leaf.Commitment}");
        }

        Give(parsed, proof.Index, leaf.Commitment, seen);
        return (int)ExitCode.Ok;
    }

    private static void Give(ParseResult parsed, ulong index, Digest commitment, SeenCheckpoint seen)
    {
        VerifiedSignature[] cosigners = [.. seen.Verdict.Cosigners];
        ulong[] times = [.. cosigners.Select(c => c.TimeSeconds!.Value)];
        Answer.Give(
            parsed,
            new
            {
                Verdict = "VALID",
                seen.Head.Origin,
                Leaf = index,
                seen.Head.Size,
                Commitment = $"{commitment}",
                Cosigners = cosigners.Select(c => c.Key.Name),
                Times = times,
                seen.Verdict.NotChecked,
            },
            [
                $"VALID        leaf {index} of {seen.Head.Size}",
                $"log          {seen.Head.Origin}",
                $"commitment   {commitment}",
                $"cosigners    {cosigners.Length}{(times.Length == 0 ? "" : $", the last at {Time(times.Max())}")}",
                LogWords.NotChecked(seen.Verdict),
            ]);
    }

    /// <summary>A time that no calendar has is the number it is.</summary>
    private static string Time(ulong seconds) => seconds <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? $"{DateTimeOffset.FromUnixTimeSeconds((long)seconds):yyyy-MM-dd'T'HH:mm:ss'Z'}"
        : $"{seconds} s";
}
