using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus.ViewChanges;

/// <summary>The latest view each validator asked for, and its latest ViewChange (PROTOCOL.md V1).</summary>
public sealed class AskBook(ValidatorSet set)
{
    private readonly View[] _asks = new View[set.Size];

    private readonly ViewChange?[] _changes = new ViewChange?[set.Size];

    public View this[ValidatorIndex validator] => _asks[validator.Value];

    public void Note(ValidatorIndex validator, View view)
    {
        if (view > _asks[validator.Value])
        {
            _asks[validator.Value] = view;
            Joinable = _asks.OrderDescending().ElementAt(set.Weak - 1);
        }
    }

    /// <summary>Keeps a ViewChange; false when one as high is held.</summary>
    public bool Note(ViewChange change)
    {
        Note(change.Sender, change.View);
        ViewChange? held = _changes[change.Sender.Value];
        if (held is not null && held.View >= change.View)
        {
            return false;
        }

        _changes[change.Sender.Value] = change;
        return true;
    }

    public ViewChange? ChangeOf(ValidatorIndex validator) => _changes[validator.Value];

    /// <summary>The (f+1)-th largest ask: no single validator moves anybody.</summary>
    public View Joinable { get; private set; }

    /// <summary>True when a jurisdiction quorum asks for at least <paramref name="view"/>.</summary>
    public bool QuorumAsks(View view) => set.HasQuorum(Where(i => _asks[i] >= view));

    /// <summary>Whose ViewChange for exactly <paramref name="view"/> is held.</summary>
    public SignerSet ChangesFor(View view) => Where(i => _changes[i]?.View == view);

    /// <summary>The ViewChanges for exactly <paramref name="view"/> when they are a jurisdiction quorum.</summary>
    public IReadOnlyList<ViewChange>? QuorumFor(View view)
        => set.HasQuorum(ChangesFor(view))
            ? [.. _changes.OfType<ViewChange>().Where(c => c.View == view)]
            : null;

    internal void Write(WireWriter writer)
    {
        Array.ForEach(_asks, ask => writer.View(ask));
        MemoryCodec.WriteMessages(writer, _changes);
    }

    internal void Read(ref WireReader reader)
    {
        for (int i = 0; i < set.Size; i++)
        {
            Note(new ValidatorIndex((byte)i), reader.View());
        }

        MemoryCodec.ReadMessages<ViewChange>(ref reader, set).ForEach(change => Note(change));
    }

    private SignerSet Where(Func<int, bool> condition)
        => SignerSet.Of(Enumerable.Range(0, set.Size).Where(condition).Select(i => new ValidatorIndex((byte)i)));
}
