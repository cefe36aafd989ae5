using Ledger.Engine;

namespace Ledger.Node.Running;

/// <summary>Stands between an engine and its peers. No validator has one: test networks put their adversaries here.</summary>
internal interface IGoBetween
{
    /// <summary>What the engine sends on, in the place of the wire.</summary>
    ITransport Over(ITransport wire);

    /// <summary>The engine is there, and the loop on whose thread everything about it is done.</summary>
    void Take(LedgerEngine engine, EngineLoop loop);

    /// <summary>Whether the engine gets an input; asked on its thread, before the turn that would take it.</summary>
    bool LetsIn(EngineInput input);
}
