using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ledger.Protocol;

/// <summary>A rule that only broken code or a broken assumption (more than f faults) can break. On in production; it halts.</summary>
public static class Invariant
{
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition,
        string rule,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (!condition)
        {
            throw new InvariantBroken(rule, file, line);
        }
    }
}
