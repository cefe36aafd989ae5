using Google.Protobuf.Reflection;
using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>The stable names of stall causes, the same in commands, the JSON port, metrics and logs.</summary>
public static class StallCauses
{
    private const string Prefix = "STALL_CAUSE_";

    public static IReadOnlyList<StallCause> All { get; } = Enum.GetValues<StallCause>();

    /// <summary>Such as <c>QUORUM_UNREACHABLE</c>; <c>UNSPECIFIED</c> for none.</summary>
    public static string Name(StallCause cause)
    {
        EnumDescriptor type = LedgerReflection.Descriptor.FindTypeByName<EnumDescriptor>("StallCause");
        return type.FindValueByNumber((int)cause)?.Name[Prefix.Length..] ?? $"{(int)cause}";
    }
}
