namespace Ledger.Protocol.Numbers;

/// <summary>A run of heights under one validator set, from 0.</summary>
public readonly record struct Epoch(uint Value)
{
    public override string ToString() => $"{Value}";
}
