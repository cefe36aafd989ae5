namespace Ledger.Simulation.Telling;

/// <summary>What came of a message on its way.</summary>
public enum Fate
{
    Sent,

    /// <summary>Kept by the script, which may let it go on later.</summary>
    Held,

    /// <summary>Dropped by the script, or sent over a link that is cut.</summary>
    Lost,
}

/// <summary>One line of a trace.</summary>
public abstract record TaleLine(ulong AtMs)
{
    /// <summary>A message left for one or more others.</summary>
    public sealed record Said(ulong AtMs, int From, IReadOnlyList<int> To, string Words, Fate Fate) : TaleLine(AtMs);

    /// <summary>Something changed at a validator.</summary>
    public sealed record Changed(ulong AtMs, int Validator, string Words) : TaleLine(AtMs);

    /// <summary>The script did something.</summary>
    public sealed record Scripted(ulong AtMs, string Words) : TaleLine(AtMs);
}

/// <summary>The trace of a story as it grows; what one validator says to several in one moment is one line.</summary>
public sealed class Tale
{
    private readonly List<TaleLine> _lines = [];

    public IReadOnlyList<TaleLine> Lines => _lines;

    /// <summary>While true nothing is written down: what repeats itself for long would hide what matters.</summary>
    public bool IsHushed { get; set; }

    public void Add(TaleLine line)
    {
        if (IsHushed)
        {
            return;
        }

        int copy = line is TaleLine.Said said ? _lines.FindLastIndex(l => l is TaleLine.Said other && IsCopy(said, other)) : -1;
        if (copy < 0)
        {
            _lines.Add(line);
            return;
        }

        TaleLine.Said earlier = (TaleLine.Said)_lines[copy];
        _lines[copy] = earlier with { To = [.. earlier.To.Union(((TaleLine.Said)line).To)] };
    }

    private static bool IsCopy(TaleLine.Said said, TaleLine.Said last)
        => said.AtMs == last.AtMs && said.From == last.From && said.Fate == last.Fate && said.Words == last.Words;
}
