namespace Ledger.Node.Running;

/// <summary>How a line looks: an object for machines, or words for people.</summary>
public enum LogForm
{
    Json,
    Text,
}
