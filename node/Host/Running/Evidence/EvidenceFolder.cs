using Ledger.Cryptography.Hashing;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Evidence;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
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

    /// <summary>
    /// Both notes that the validator signed, and the header of the final block that says otherwise, whose certificate every node has;
    /// durable when it returns. What is there already stays.
    /// </summary>
    /// <returns>What messages call the first note.</returns>
    public string Write(CheckpointContradiction contradiction)
    {
        Cosigned said = contradiction.Said;
        (Validator accused, Digest chain) = (contradiction.Epoch.Validators[said.Sender], contradiction.Epoch.ChainId);
        CosignedLines lines = said.LinesOf(accused, chain);
        string name = $"checkpoint-epoch-{contradiction.Epoch.Number}-validator-{said.Sender.Value:00}-size-{said.Checkpoint.Size}";
        Write($"{name}.note", new SignedNote(said.Checkpoint.Text(chain), [lines.Log, .. lines.Sha256]).Encode());
        Write($"{name}.sm3.note", new SignedNote(said.Checkpoint.TwinText(chain), lines.Sm3).Encode());
        Write($"{name}.own.header", contradiction.Own.Encode());
        return directory.PathOf($"{name}.note");
    }

    private void Write(string name, byte[] bytes)
    {
        if (!directory.Exists(name))
        {
            directory.Publish(name, 0, file => file.Write(0, bytes)).Dispose();
        }
    }
}
