using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Simulation.Telling;

/// <summary>Every vote and ViewChange ever sent: what a puppet may build certificates and NewViews of, and nothing else.</summary>
public sealed class Ballots
{
    private readonly Dictionary<Statement, SortedDictionary<ValidatorIndex, byte[]>> _votes = [];
    private readonly Dictionary<(ValidatorIndex Sender, View View), ViewChange> _changes = [];

    public void Note(Message message)
    {
        if (message is Vote vote)
        {
            if (!_votes.TryGetValue(vote.Statement, out SortedDictionary<ValidatorIndex, byte[]>? signed))
            {
                _votes.Add(vote.Statement, signed = []);
            }

            signed[vote.Sender] = vote.Signature.ToArray();
        }
        else if (message is ViewChange change)
        {
            _changes[(change.Sender, change.View)] = change;
        }
    }

    public bool Voted(ValidatorIndex validator, Statement statement)
        => _votes.TryGetValue(statement, out SortedDictionary<ValidatorIndex, byte[]>? signed) && signed.ContainsKey(validator);

    /// <summary>The signatures there are for one statement, be they a quorum or not.</summary>
    public QuorumCertificate Certificate(Statement statement)
    {
        SortedDictionary<ValidatorIndex, byte[]> signed = _votes.GetValueOrDefault(statement) ?? [];
        byte[] signatures = new byte[signed.Count * SignatureSuites.SignatureSize];
        foreach ((int index, byte[] signature) in signed.Values.Index())
        {
            signature.CopyTo(signatures, index * SignatureSuites.SignatureSize);
        }

        return new QuorumCertificate(
            statement, SignerSet.Of(signed.Keys), signatures);
    }

    public ViewChange? ChangeOf(ValidatorIndex sender, View view) => _changes.GetValueOrDefault((sender, view));
}
