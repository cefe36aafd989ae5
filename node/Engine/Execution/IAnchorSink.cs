namespace Ledger.Engine.Execution;

/// <summary>Takes the leaves and tiles of a committed block, in log order.</summary>
public interface IAnchorSink
{
    void Append(Overlay overlay);
}
