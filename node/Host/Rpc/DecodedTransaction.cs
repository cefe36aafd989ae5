using Ledger.Client.Errors;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Transactions;

namespace Ledger.Node.Rpc;

/// <summary>Opens the bytes of a submission, or refuses them as MALFORMED with the decoder's fault by name.</summary>
public static class DecodedTransaction
{
    /// <exception cref="RpcException">The bytes are not the canonical form of a signed transaction.</exception>
    public static SignedTransaction Of(ReadOnlyMemory<byte> bytes)
    {
        DecodeFault fault = SignedTransaction.TryDecode(bytes, out SignedTransaction? signed);
        return signed ?? throw Refusal(fault, bytes.Length);
    }

    /// <summary>The refusal of so many bytes for one fault.</summary>
    public static RpcException Refusal(DecodeFault fault, int bytes)
        => new(ErrorCode.Malformed, $"the transaction of {bytes} bytes {WhyOf(fault)}") { Detail = NameOf(fault) };

    /// <summary>The stable name of a fault, as errors carry it.</summary>
    public static string NameOf(DecodeFault fault) => fault switch
    {
        DecodeFault.Truncated => "TRUNCATED",
        DecodeFault.TrailingBytes => "TRAILING_BYTES",
        DecodeFault.UnknownKind => "UNKNOWN_KIND",
        DecodeFault.TooLong => "TOO_LONG",
        DecodeFault.NotCanonical => "NOT_CANONICAL",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault."),
    };

    private static string WhyOf(DecodeFault fault) => fault switch
    {
        DecodeFault.Truncated => "ends before what it announces",
        DecodeFault.TrailingBytes => "has bytes behind its end",
        DecodeFault.UnknownKind => "has a version, kind or scheme that this chain does not know",
        DecodeFault.TooLong => $"announces more than its bound: at most {AnchorTransaction.MaximumCommitments} commitments",
        _ => "has a value out of its range, or not in its only form",
    };
}
