using Ledger.Protocol.Governance;

namespace Ledger.Node.Commands;

/// <summary>What a node says of its chain's configuration, in plain words.</summary>
internal static class NodeGovernanceWords
{
    public static IEnumerable<string> Of(NodeGovernance said)
    {
        yield return $"chain {said.Configuration.ChainId} at height {said.Height}, {said.Revision} changes made";
        foreach (string line in ChangeWords.Of(said.Configuration).Concat(IssuersOf(said)).Concat(WhatComes(said)))
        {
            yield return line;
        }
    }

    /// <summary>When the next epoch begins, or who is awaited before it has a date.</summary>
    public static IEnumerable<string> WhatComes(NodeGovernance said)
    {
        if (said.Next is { } next)
        {
            yield return $"epoch {next.Number} begins at height {next.Start}, configuration {next.Hash}";
        }

        if (said.Pending is { } pending)
        {
            string until = Raises(said, pending)
                ? "a jurisdiction quorum of the nodes says that its program has the protocol version; not yet: "
                : "these say that they are ready: ";
            yield return $"change {pending.Id} is decided, and waits until {until}{string.Join(", ", said.Awaited)}";
            foreach (string line in ChangeWords.Of(Proposed(said, pending)).Skip(2))
            {
                yield return $"  {line}";
            }
        }

        if (said.Next is null && said.Pending is null)
        {
            yield return $"nothing is decided beyond epoch {said.Configuration.Number}";
        }
    }

    private static IEnumerable<string> IssuersOf(NodeGovernance said)
        => said.Issuers.Select(e => $"  {IssuerWords.Line(e)}")
            .Prepend($"  issuers {said.IssuerCount}" + (said.Issuers.Count > 0 ? "; not as in the genesis:" : ""));

    private static bool Raises(NodeGovernance said, GovernanceChange pending)
        => Proposed(said, pending).TryApply(out ConfigurationDraft? draft) == GovernanceFault.None && draft is { RaisesVersion: true };

    private static ProposedChange Proposed(NodeGovernance said, GovernanceChange pending)
        => new(pending, said.Configuration, new(StringComparer.Ordinal));
}
