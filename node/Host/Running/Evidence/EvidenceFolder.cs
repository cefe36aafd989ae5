using Ledger.Protocol.Evidence;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Node.Running;

/// <summary>Pieces of evidence as files, one for each validator, kind and place: to be handed to whoever is to judge.</summary>
public sealed class EvidenceFolder(IDirectory directory)
{
    public const string Extension = ".evidence";

    /// <summary>Such as <c>epoch-0-validator-02-twoprepares-v3-h12.evidence</c>: by number, as a name may hold any character.</summary>
    public static string NameOf(Misbehavior misbehavior)
    {
        (Protocol.Certificates.Statement said, string kind) = (misbehavior.First.Statement, $"{misbehavior.Kind}".ToLowerInvariant());
        return $"epoch-{misbehavior.Context.Epoch}-validator-{misbehavior.Validator.Value:00}-"
            + $"{kind}-v{said.View}-h{said.Height}{Extension}";
    }

    /// <summary>Who is accused of what by the files here, by their names.</summary>
    public IEnumerable<(string Name, Epoch Epoch, ValidatorIndex Validator, MisbehaviorKind Kind)> List()
    {
        foreach (string name in directory.List().Where(n => n.EndsWith(Extension, StringComparison.Ordinal)))
        {
            string[] words = name.Split('-');
            if (words.Length == 7 && uint.TryParse(words[1], out uint epoch) && byte.TryParse(words[3], out byte index)
                && Enum.TryParse(words[4], ignoreCase: true, out MisbehaviorKind kind))
            {
                yield return (name, new Epoch(epoch), new ValidatorIndex(index), kind);
            }
        }
    }

    /// <summary>Durable when it returns.</summary>
    public void Write(Misbehavior misbehavior)
        => directory.Publish(NameOf(misbehavior), 0, file => file.Write(0, misbehavior.Encode())).Dispose();
}
