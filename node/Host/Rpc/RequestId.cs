using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc;

/// <summary>Gives a caller's <c>x-request-id</c> back to it, so that it finds its call again in its own logs.</summary>
/// <remarks>One to 128 printable ASCII characters; anything else is not repeated.</remarks>
internal static class RequestId
{
    public const string Header = "x-request-id";
    public const int MaxLetters = 128;

    public static void Echo(HttpContext context)
    {
        if (context.Request.Headers[Header] is [{ Length: > 0 and <= MaxLetters } id]
            && id.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            context.Response.Headers[Header] = id;
        }
    }
}
