using Ledger.Cryptography.Hashing;
using Ledger.Engine.Execution;
using Ledger.Protocol.Blocks;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Telling;

/// <summary>Blocks that a puppet can make without an engine: they hold no batch, so every root is the parent's.</summary>
public static class EmptyBlocks
{
    /// <summary>Block 0 as everybody computes it.</summary>
    public static Block Genesis(SimulatedWorld world)
    {
        LedgerState state = world.Nodes.First(n => n.IsUp).Engine!.State;
        Digest nothing = Block.RootOf([]);
        return new Block(
            new BlockHeader
            {
                ChainId = world.Genesis.ChainId,
                Epoch = world.Genesis.Context.Epoch,
                Height = state.Block.Height,
                Parent = Digest.Zero,
                TimeMs = state.TimeMs,
                ConfigurationHash = world.Genesis.Configuration.Hash,
                NextConfigurationHash = world.Genesis.Configuration.Hash,
                BatchesRoot = nothing,
                OutcomesRoot = nothing,
                LogSize = state.Log.Size,
                LogRoot = state.Log.Root.Sha256,
                LogRootSm3 = state.Log.Root.Sm3,
                StateRoot = state.Map.Root,
            },
            []);
    }

    /// <summary>A block above another that nothing but its time tells from its siblings.</summary>
    public static BlockHeader Above(Block parent, ulong laterMs)
        => parent.Header with
        {
            Height = parent.Height.Next,
            Parent = parent.Hash,
            TimeMs = parent.Header.TimeMs + laterMs,
            BatchesRoot = Block.RootOf([]),
            OutcomesRoot = Block.RootOf([]),
        };
}
