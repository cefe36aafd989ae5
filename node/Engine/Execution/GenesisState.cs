using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Engine.Execution.Governance;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Merkle;
using Ledger.Protocol.Validators;
using Ledger.Storage.State;

namespace Ledger.Engine.Execution;

/// <summary>Block 0 and the state under it, computed by everybody from the genesis file alone.</summary>
public sealed class GenesisState
{
    private GenesisState(Block block, Overlay overlay)
    {
        Block = block;
        Overlay = overlay;
    }

    /// <summary>Height 0: no parent, no batches, the genesis leaf in the log, the issuers in the map.</summary>
    public Block Block { get; }

    public Overlay Overlay { get; }

    public LedgerState State => Overlay.State;

    public static GenesisState Of(Genesis genesis, Executor executor)
    {
        byte[] leaf = genesis.Leaf.Encode();
        AnchorTileList tiles = new();
        AnchorFrontier log = AnchorFrontier.Empty.Append(leaf, leaf.Length, tiles);
        SparseMerkleMap map = SparseMerkleMap.Empty.Apply(genesis.Issuers.Select(
            i => MapChange.Set(StateKeys.Issuer(i.Index), i.Encode())));
        Overlay draft = new()
        {
            State = new LedgerState(
            default, genesis.TimeMs, log, map, GovernanceState.Of(genesis))
        };
        Block block = new(executor.HeaderOf(draft, Digest.Zero), []);
        return new GenesisState(block, new Overlay
        {
            State = draft.State with { Block = new BlockRef(block.Height, block.Hash) },
            Leaves = leaf,
            Tiles = tiles,
        });
    }
}
