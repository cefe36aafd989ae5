namespace Ledger.Client.Audits;

/// <summary>The leaves of a log, from wherever: nothing that comes of it is believed.</summary>
public interface ILeaves
{
    /// <summary>How many there are.</summary>
    ulong Count { get; }

    /// <summary>Leaf records back to back, 1 or more from <paramref name="first"/> on and at most <paramref name="most"/>.</summary>
    byte[] Read(ulong first, int most);
}
