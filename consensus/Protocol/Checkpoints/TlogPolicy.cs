using System.Globalization;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Encoding;

namespace Ledger.Protocol.Checkpoints;

/// <summary>Which logs and cosigners a verifier trusts, and how many of them it needs.</summary>
/// <remarks>
/// c2sp.org/tlog-policy. A policy without logs leaves it to whoever asks which log it means, as the specification allows: so is one of SM2
/// alone, for a log's signature is Ed25519's. <see cref="RegionPolicy"/> makes that of a validator set.
/// </remarks>
public sealed class TlogPolicy
{
    /// <summary>What a quorum is called that needs nobody.</summary>
    public const string None = "none";

    /// <summary>Longest text in bytes.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>Most logs, most witnesses and most groups; C2SP asks for 32 of each.</summary>
    public const int MaximumLines = 256;

    private static readonly SuiteId[] CosigningSuites = [SuiteId.Ed25519, SuiteId.Sm2];

    internal TlogPolicy(
        IReadOnlyList<NoteKey> logs, IReadOnlyList<PolicyWitness> witnesses, IReadOnlyList<PolicyGroup> groups, string quorum)
        => (Logs, Witnesses, Groups, Quorum) = (logs, witnesses, groups, quorum);

    /// <summary>Any of them suffices; none means that whoever asks says which log.</summary>
    public IReadOnlyList<NoteKey> Logs { get; }

    public IReadOnlyList<PolicyWitness> Witnesses { get; }

    /// <summary>In the order of their lines: each refers only to those before.</summary>
    public IReadOnlyList<PolicyGroup> Groups { get; }

    /// <summary>Name of the witness or group that must have cosigned, or <see cref="None"/>.</summary>
    public string Quorum { get; }

    /// <summary>Every key of it.</summary>
    public IReadOnlyList<NoteKey> Keys => [.. Logs, .. Witnesses.Select(w => w.Key)];

    /// <summary>Reads a policy file. A key of a type that this program cannot verify is an unknown kind.</summary>
    public static DecodeFault TryDecode(ReadOnlySpan<byte> bytes, out TlogPolicy? policy) => PolicyLines.Collect(bytes, out policy);

    /// <summary>The policy file. Names are octets, one a character; keys are UTF-8.</summary>
    public byte[] Encode() => System.Text.Encoding.Latin1.GetBytes(string.Concat(
    [
        .. Logs.Select(l => $"log {Octets(l)}\n"),
        .. Witnesses.Select(w => $"witness {w.Name} {Octets(w.Key)}\n"),
        .. Groups.Select(g => string.Create(
            CultureInfo.InvariantCulture, $"group {g.Name} {g.Threshold} {string.Join(' ', g.Members)}\n")),
        $"quorum {Quorum}\n",
    ]));

    public override string ToString() => System.Text.Encoding.UTF8.GetString(Encode());

    /// <summary>Judges a note: origin, log signature, every known line, quorum, in this order.</summary>
    /// <param name="note">As it was read.</param>
    /// <param name="suites">Verify the signatures.</param>
    /// <param name="origin">Which log is meant; may be null only when the policy names logs.</param>
    /// <param name="exact">Refuse what C2SP says to ignore: lines under keys that the policy does not have.</param>
    public PolicyVerdict Judge(SignedNote note, SignatureSuites suites, string? origin = null, bool exact = false)
    {
        if (Checkpoint.TryParse(note.Text, out Checkpoint? head) != DecodeFault.None || head!.Extension.Length > 0)
        {
            return Refused(PolicyFault.NotACheckpoint);
        }

        NoteKey[] logs = [.. Logs.Where(l => l.Name == head.Origin)];
        if ((origin is null && Logs.Count == 0) || (origin is not null && origin != head.Origin) || (Logs.Count > 0 && logs.Length == 0))
        {
            return Refused(PolicyFault.WrongOrigin);
        }

        if (exact && !note.HasOnly(Keys))
        {
            return Refused(PolicyFault.UnknownLine);
        }

        NoteKey[] cosigners = [.. Witnesses.Select(w => w.Key)];
        IReadOnlyList<VerifiedSignature>? signed = note.Verify(suites, logs);
        IReadOnlyList<VerifiedSignature>? cosigned = note.Verify(suites, cosigners);
        return signed is null || cosigned is null ? Refused(PolicyFault.BadSignature)
            : Logs.Count > 0 && signed.Count == 0 ? Refused(PolicyFault.LogSignatureMissing)
            : Count(head, cosigned);
    }

    private PolicyVerdict Count(Checkpoint head, IReadOnlyList<VerifiedSignature> cosigned)
    {
        HashSet<string> keys = [.. cosigned.Select(c => $"{c.Key}")];
        HashSet<string> witnessed = [None, .. Witnesses.Where(w => keys.Contains($"{w.Key}")).Select(w => w.Name)];
        List<string> missing = [];
        foreach (PolicyGroup group in Groups)
        {
            if (group.Members.Count(witnessed.Contains) >= group.Threshold)
            {
                witnessed.Add(group.Name);
            }
            else
            {
                missing.Add(group.Name);
            }
        }

        return witnessed.Contains(Quorum)
            ? new PolicyVerdict(PolicyFault.None, head, cosigned, [], NotChecked)
            : new PolicyVerdict(PolicyFault.QuorumMissing, null, cosigned, missing, NotChecked);
    }

    private static string Octets(NoteKey key) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes($"{key}"));

    private PolicyVerdict Refused(PolicyFault fault) => new(fault, null, [], [], NotChecked);

    private IReadOnlyList<SuiteId> NotChecked => [.. CosigningSuites.Except(Witnesses.Select(w => w.Key.Suite))];
}
