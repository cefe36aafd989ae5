using System.Globalization;
using Google.Protobuf;
using Ledger.Client.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Ledger.Node.Rpc.Json;

/// <summary>Reads what a request says in its address, as strictly as a body is read.</summary>
internal static class JsonQuery
{
    /// <summary>The one number a query may have under <paramref name="name"/>; 0 when it is left out.</summary>
    public static ulong Number(HttpRequest request, string name, ulong largest) => Numbers(request, largest, name)[0];

    /// <summary>The numbers a query may have under <paramref name="names"/>, in their order; 0 for one that is left out.</summary>
    public static ulong[] Numbers(HttpRequest request, ulong largest, params string[] names)
    {
        ulong[] numbers = new ulong[names.Length];
        foreach ((string key, StringValues values) in request.Query)
        {
            int place = Array.IndexOf(names, key);
            if (place < 0)
            {
                throw Refused($"the query may have {string.Join(" and ", names)} only");
            }

            if (values.Count != 1
                || !ulong.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[place])
                || numbers[place] > largest)
            {
                throw Refused($"{key} is one number, at most {largest}");
            }
        }

        return numbers;
    }

    public static void ExpectNone(HttpRequest request)
    {
        if (request.Query.Count > 0)
        {
            throw Refused("this address takes no query");
        }
    }

    /// <summary>The bytes behind <paramref name="prefix"/> in the path, as hex digits of either case.</summary>
    public static ByteString Hex(HttpRequest request, string prefix)
    {
        try
        {
            return UnsafeByteOperations.UnsafeWrap(Convert.FromHexString(request.Path.Value.AsSpan(prefix.Length)));
        }
        catch (FormatException)
        {
            throw Refused($"{prefix} is followed by hex digits only");
        }
    }

    private static RpcException Refused(string why) => new(ErrorCode.MalformedRequest, why);
}
