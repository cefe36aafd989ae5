using System.Text;
using Google.Protobuf.Reflection;

namespace Ledger.Node.Rpc.Json;

/// <summary>The names of the JSON form: fields as in the .proto, enum values without their type's prefix.</summary>
/// <remarks><c>ADMISSION_BAD_SIGNATURE</c> of <c>Admission</c> is <c>BAD_SIGNATURE</c>, as errors have it.</remarks>
internal static class JsonNames
{
    /// <summary>A value this build does not know is its number.</summary>
    public static string Of(EnumDescriptor type, int number)
    {
        string? name = type.FindValueByNumber(number)?.Name;
        string prefix = Prefix(type.Name);
        return name is null ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..]
            : name;
    }

    private static string Prefix(string typeName)
    {
        StringBuilder prefix = new();
        foreach (char letter in typeName)
        {
            if (char.IsAsciiLetterUpper(letter) && prefix.Length > 0)
            {
                prefix.Append('_');
            }

            prefix.Append(char.ToUpperInvariant(letter));
        }

        return prefix.Append('_').ToString();
    }
}
