namespace Ledger.Protocol.Certificates;

/// <summary>What a signed statement says. The numbers are frozen: they are signed.</summary>
public enum StatementType : byte
{
    None = 0,
    PrePrepare = 1,
    Prepare = 2,
    Commit = 3,
    ViewChange = 4,
    NewView = 5,
    Suspect = 6,
}
