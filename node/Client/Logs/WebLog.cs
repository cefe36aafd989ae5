using System.Net;
using System.Security.Cryptography.X509Certificates;
using Ledger.Client.Calls;

namespace Ledger.Client.Logs;

/// <summary>A log that a server serves below a prefix: a node's JSON port, or any web server over a mirror.</summary>
/// <remarks>Follows no redirections and takes at most so many bytes, compressed or not.</remarks>
public sealed class WebLog : ILogSource, IDisposable
{
    /// <summary>Longest one request may take.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(20);

    private const int ChunkBytes = 16 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _prefix;

    /// <param name="prefix">https anywhere, http on this machine only.</param>
    /// <param name="authority">What the server's certificate must chain to; the system's authorities when null.</param>
    public WebLog(Uri prefix, X509Certificate2? authority = null)
    {
        _prefix = prefix.AbsoluteUri.EndsWith('/') ? prefix : new Uri(prefix.AbsoluteUri + "/");
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = LongestAttempt,
            SslOptions = ServerTrust.From(new LedgerRpcClientOptions { TrustedAuthority = authority }),
        };
        _http = new HttpClient(handler) { Timeout = LongestAttempt };
    }

    public string Name => _prefix.AbsoluteUri;

    public async Task<byte[]?> ReadAsync(string path, int mostBytes, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await _http
                .GetAsync(new Uri(_prefix, path), HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => await TakeAsync(answer, path, mostBytes, cancellation).ConfigureAwait(false),
                HttpStatusCode.NotFound => null,
                _ => throw new LogException(LogFault.Unreachable, $"{Name}{path}: {(int)answer.StatusCode} {answer.ReasonPhrase}"),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new LogException(LogFault.Unreachable, $"{Name}{path}: {failure.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<byte[]> TakeAsync(HttpResponseMessage answer, string path, int mostBytes, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LongestAttempt);
        using Stream body = await answer.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        using MemoryStream taken = new();
        byte[] chunk = new byte[ChunkBytes];
        for (int read; (read = await body.ReadAsync(chunk, patience.Token).ConfigureAwait(false)) > 0;)
        {
            taken.Write(chunk, 0, read);
            if (taken.Length > mostBytes)
            {
                throw new LogException(LogFault.Malformed, $"{Name}{path} has more than {mostBytes} bytes");
            }
        }

        return taken.ToArray();
    }
}
