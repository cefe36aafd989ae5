using Google.Protobuf.Reflection;
using Ledger.Client.V1;
using Ledger.Node.Rpc.Json;

namespace Ledger.Node.Running;

/// <summary>The stable names of a status' words, the same in commands, the JSON port and logs.</summary>
internal static class StatusNames
{
    /// <summary>Such as <c>TWO_PREPARES</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
        => JsonNames.Of(
            LedgerReflection.Descriptor.FindTypeByName<EnumDescriptor>(typeof(T).Name),
            Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture));
}
