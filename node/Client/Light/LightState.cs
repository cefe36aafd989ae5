using Ledger.Protocol.Blocks;
using Ledger.Protocol.Validators;

namespace Ledger.Client.Light;

/// <summary>What a light client believes: a configuration, and the last final header that it has followed the chain to.</summary>
/// <param name="Epoch">Of <paramref name="Head"/>; before the first header the one that is believed from the start.</param>
/// <param name="Head">The run that ends at the head, kept to prove a fork with; null before the first header.</param>
public sealed record LightState(EpochConfiguration Epoch, HeaderRun? Head)
{
    public BlockHeader? Last => Head?.Last;

    /// <summary>The head is the last of its epoch: its child is of the next.</summary>
    public bool IsAtEnd => Last is { } last && last.NextConfigurationHash != last.ConfigurationHash;
}
