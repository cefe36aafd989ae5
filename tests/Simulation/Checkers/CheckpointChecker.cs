using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Checkers;

/// <summary>C1: what is cosigned and published is one tree of each size, of a final block, and grows, over every crash.</summary>
/// <remarks>
/// Who cosigned a block had it on disk; who published has the lines of a jurisdiction quorum, all over its own chain, and publishes no less
/// after a restart. Whoever lost its data, or had it damaged, may know less than it said.
/// </remarks>
public sealed class CheckpointChecker(AgreementChecker agreement, int nodes)
{
    private readonly Dictionary<ulong, TwinCheckpoint> _trees = [];
    private readonly Dictionary<Height, BlockHeader> _headers = [];
    private readonly HashSet<ulong> _published = [];
    private readonly HashSet<(int Node, ulong Size)> _ever = [];
    private readonly ulong[] _shown = new ulong[nodes];
    private readonly ulong[] _said = new ulong[nodes];

    /// <summary>How many sizes were published by anybody.</summary>
    public int Sizes => _published.Count;

    /// <summary>Who showed honest nodes another tree than their own, and how often they said so.</summary>
    public Dictionary<ValidatorIndex, int> Contradictions { get; } = [];

    /// <summary>An honest node sends cosignatures: its own, or what others signed, to who is no validator.</summary>
    /// <param name="place">Where it stands in the epoch of what it says.</param>
    public void Sent(SimulatedNode node, ValidatorIndex place, Cosigned said)
    {
        if (said.Sender != place)
        {
            RequireFinal(node, said);
        }
        else if (_ever.Add((node.Index, said.Checkpoint.Size))) // else it says again what it said
        {
            RequireFinal(node, said);
            SimulationFailure.Unless(
                node.DurableHead >= said.Height.Value,
                $"C1: node {node.Index} cosigned height {said.Height} and has {node.DurableHead} on its disk");
            RequireGrowth(node, _said, said.Checkpoint.Size, "cosigned");
        }

        RequireOneTree(node, said.Checkpoint);
    }

    /// <summary>An honest node publishes.</summary>
    public void Published(SimulatedNode node, PublishedCheckpoint published)
    {
        foreach (Cosigned line in published.Lines)
        {
            RequireFinal(node, line);
            RequireOneTree(node, line.Checkpoint);
        }

        _published.Add(published.Size);
        SignerSet signers = SignerSet.Of(published.Lines.Select(l => l.Sender));
        SimulationFailure.Unless(
            signers.Count == published.Lines.Count && published.Epoch.Validators.HasQuorum(signers),
            $"C1: node {node.Index} publishes {published.Size} leaves without a quorum");
        RequireGrowth(node, _shown, published.Size, "published");
    }

    /// <summary>An honest node is up again.</summary>
    public void Started(SimulatedNode node)
    {
        ulong size = node.Engine!.Published?.Size ?? 0;
        SimulationFailure.Unless(
            node.IsDamaged || node.Engine.Restoring is not null || size >= _shown[node.Index],
            $"C1: node {node.Index} published {_shown[node.Index]} leaves, and after a restart {size}");
    }

    /// <summary>Evidence is against liars alone.</summary>
    public void Accused(int node, ValidatorIndex accused, bool isHonest)
    {
        SimulationFailure.Unless(!isHonest, $"C1: node {node} accuses {accused} of another tree, which is honest");
        Contradictions[accused] = Contradictions.GetValueOrDefault(accused) + 1;
    }

    /// <summary>It has lost what it had.</summary>
    public void Wiped(int node)
    {
        (_shown[node], _said[node]) = (0, 0);
        _ever.RemoveWhere(e => e.Node == node);
    }

    private void RequireOneTree(SimulatedNode node, TwinCheckpoint said)
        => SimulationFailure.Unless(
            _trees.TryAdd(said.Size, said) || _trees[said.Size] == said, $"C1: node {node.Index} shows another tree of {said.Size} leaves");

    private void RequireFinal(SimulatedNode node, Cosigned said)
    {
        bool isHere = said.Height <= node.Receipts!.Chain.Head && said.Height.Value <= agreement.Head;
        SimulationFailure.Unless(
            isHere && HeaderOf(node, said.Height) is { } own && TwinCheckpoint.Of(own) == said.Checkpoint
                && Cosigned.TimeOf(own) == said.TimeSeconds,
            $"C1: node {node.Index} shows {said.Checkpoint.Size} leaves cosigned, which are not those of height {said.Height}");
    }

    /// <summary>Of the block that is final at this height, read once.</summary>
    private BlockHeader? HeaderOf(SimulatedNode node, Height height)
    {
        if (!_headers.TryGetValue(height, out BlockHeader? header))
        {
            header = node.Receipts!.Chain.Read(height).Block.Header;
            _headers.Add(height, header);
        }

        return header.ComputeId().Sha256 == agreement.HashAt(height.Value) ? header : null;
    }

    private static void RequireGrowth(SimulatedNode node, ulong[] sizes, ulong size, string what)
    {
        SimulationFailure.Unless(
            node.IsDamaged || size >= sizes[node.Index], $"C1: node {node.Index} {what} {size} leaves after {sizes[node.Index]}");
        sizes[node.Index] = size;
    }
}
