namespace Ledger.Tests.Integration;

/// <summary>A fact that needs root: to mount, or to give rights away. Without it, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root";
}
