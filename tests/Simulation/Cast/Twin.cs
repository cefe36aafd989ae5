namespace Ledger.Simulation.Cast;

/// <summary>A key on two machines: each is honest and keeps its promises, and knows nothing of the other's.</summary>
/// <remarks>As a restored backup may do that runs beside its original. The world runs the second machine.</remarks>
public sealed class Twin(IStage stage) : Adversary(stage);
