using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Ledger.Client.Errors;
using Ledger.Client.GoogleRpc;

namespace Ledger.Client.Wire;

/// <summary>What a refusal says besides its status: the header <c>grpc-status-details-bin</c>.</summary>
/// <remarks>
/// A google.rpc.Status with ErrorInfo, a LocalizedMessage in English and one in simplified Chinese, and RetryInfo where
/// repeating the call is a remedy. Base64, as every header whose name ends in -bin.
/// </remarks>
/// <param name="Reason">The stable name.</param>
/// <param name="Fault">What exactly was wrong, by a stable name; empty when that is all.</param>
public sealed record StatusDetails(string Reason, string Fault, string Text, string TextZh, TimeSpan? RetryAfter)
{
    public const string Domain = "ledger";
    public const string English = "en";
    public const string Chinese = "zh-CN";

    private const string TypePrefix = "type.googleapis.com";

    public string Encode(ErrorEntry entry)
    {
        Status status = new() { Code = (int)entry.Status, Message = $"{entry.Name}: {Text}" };
        status.Details.Add(Any.Pack(Info(entry), TypePrefix));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = English, Message = Text }, TypePrefix));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = Chinese, Message = TextZh }, TypePrefix));
        if (RetryAfter is { } delay)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }, TypePrefix));
        }

        // Senders leave the padding out (grpc/doc/PROTOCOL-HTTP2.md).
        return Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }

    /// <summary>Null when the header is not of the form above.</summary>
    public static StatusDetails? Decode(string header)
    {
        try
        {
            string padded = header.PadRight((header.Length + 3) / 4 * 4, '=');
            return Read(Status.Parser.ParseFrom(Convert.FromBase64String(padded)));
        }
        catch (Exception exception) when (exception
            is FormatException or InvalidProtocolBufferException or InvalidOperationException) // the last: a delay of no length
        {
            return null;
        }
    }

    private static StatusDetails Read(Status status)
    {
        StatusDetails read = new("", "", "", "", null);
        foreach (Any detail in status.Details)
        {
            read = detail.TryUnpack(out ErrorInfo info)
                    ? read with { Reason = info.Reason, Fault = info.Metadata.TryGetValue("fault", out string? f) ? f : "" }
                : detail.TryUnpack(out RetryInfo retry) ? read with { RetryAfter = retry.RetryDelay?.ToTimeSpan() }
                : !detail.TryUnpack(out LocalizedMessage text) ? read
                : text.Locale == English ? read with { Text = text.Message }
                : text.Locale == Chinese ? read with { TextZh = text.Message }
                : read;
        }

        return read;
    }

    private ErrorInfo Info(ErrorEntry entry)
    {
        ErrorInfo info = new() { Reason = Reason, Domain = Domain };
        if (Fault.Length > 0)
        {
            info.Metadata.Add("fault", Fault);
        }

        info.Metadata.Add("remedy", entry.Remedy);
        info.Metadata.Add("remedy_zh", entry.RemedyZh);
        return info;
    }
}
