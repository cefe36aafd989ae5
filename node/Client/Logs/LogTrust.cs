using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Merkle;

namespace Ledger.Client.Logs;

/// <summary>What a reader of a log trusts: a policy, and which log it means.</summary>
public sealed class LogTrust
{
    private readonly SignatureSuites _suites;

    /// <param name="policy">Judges checkpoints.</param>
    /// <param name="origin">May be null when the logs of the policy have one name.</param>
    /// <param name="suites">Verify signatures.</param>
    /// <exception cref="ArgumentException">Nothing says which log is meant.</exception>
    public LogTrust(TlogPolicy policy, string? origin, SignatureSuites suites)
    {
        string[] names = [.. policy.Logs.Select(l => l.Name).Distinct()];
        Origin = origin ?? (names.Length == 1 ? names[0] : throw new ArgumentException("The policy does not say which log is meant."));
        (Policy, _suites, Hash) = (policy, suites, LogOrigin.HashOf(Origin));
    }

    public TlogPolicy Policy { get; }

    public string Origin { get; }

    /// <summary>What the log's tree is made of, which its origin says.</summary>
    public TreeHash Hash { get; }

    /// <summary>What the policy makes of a note of this log.</summary>
    public PolicyVerdict Judge(SignedNote note) => Policy.Judge(note, _suites, Origin);

    /// <summary>The checkpoint of a note that is believed.</summary>
    /// <exception cref="LogException">The bytes are no note, or the policy does not believe it.</exception>
    public SeenCheckpoint Believe(ReadOnlySpan<byte> bytes, string source)
    {
        DecodeFault fault = SignedNote.TryDecode(bytes, out SignedNote? note);
        return note is null
            ? throw new LogException(LogFault.Malformed, $"{source}: the checkpoint is no signed note: {fault}")
            : Believe(note, source);
    }

    /// <exception cref="LogException">The policy does not believe it.</exception>
    public SeenCheckpoint Believe(SignedNote note, string source)
    {
        PolicyVerdict verdict = Judge(note);
        string missing = verdict.Short.Count == 0 ? "" : $": short of {string.Join(", ", verdict.Short)}";
        return verdict.Checkpoint is { } head
            ? new SeenCheckpoint(head, note, verdict)
            : throw new LogException(LogFault.NotBelieved, $"{source}: {verdict.Fault}{missing}");
    }
}
