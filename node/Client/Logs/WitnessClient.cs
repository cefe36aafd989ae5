using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Ledger.Client.Calls;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;

namespace Ledger.Client.Logs;

/// <summary>Hands checkpoints of a log to one witness, with the proofs from what it cosigned last.</summary>
/// <remarks>c2sp.org/tlog-witness. What the witness cosigned last is its own word; a wrong one costs a proof that it refuses.</remarks>
public sealed class WitnessClient : IDisposable
{
    /// <summary>Longest one request may take.</summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(20);

    /// <summary>The first request may learn the witness's size, and somebody else may be faster once.</summary>
    private const int Attempts = 3;

    private const int MaximumAnswerBytes = 16 * 1024;

    private readonly Uri _submit;
    private readonly NoteKey _key;
    private readonly SignatureSuites _suites;
    private readonly HttpClient _http;
    private ulong _cosigned;

    /// <param name="prefix">The witness's submission prefix: https anywhere, http on this machine only.</param>
    /// <param name="key">By which the witness cosigns.</param>
    /// <param name="suites">Verify its lines.</param>
    /// <param name="authority">What its certificate must chain to; the system's authorities when null.</param>
    public WitnessClient(Uri prefix, NoteKey key, SignatureSuites suites, X509Certificate2? authority = null)
    {
        _submit = new Uri(prefix.AbsoluteUri.TrimEnd('/') + "/add-checkpoint");
        (_key, _suites) = (key, suites);
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            ConnectTimeout = LongestAttempt,
            SslOptions = ServerTrust.From(new LedgerRpcClientOptions { TrustedAuthority = authority }),
        };
        _http = new HttpClient(handler) { Timeout = LongestAttempt, MaxResponseContentBufferSize = MaximumAnswerBytes };
    }

    /// <summary>The witness's line under a checkpoint of the log, verified.</summary>
    /// <exception cref="LogException">It cannot be reached, refuses, or is ahead of this checkpoint.</exception>
    public async Task<NoteSignature> CosignAsync(LogReader log, SeenCheckpoint checkpoint, CancellationToken cancellation)
    {
        ulong size = checkpoint.Head.Size;
        _cosigned = Math.Min(_cosigned, size);
        for (int left = Attempts; left > 0; left--)
        {
            AddCheckpoint request = new(
                _cosigned, await log.ProveConsistencyAsync(_cosigned, size, cancellation).ConfigureAwait(false), checkpoint.Note);
            (HttpStatusCode status, string body) = await PostAsync(request.Encode(), cancellation).ConfigureAwait(false);
            if (status == HttpStatusCode.OK)
            {
                _cosigned = size;
                return LineOf(checkpoint.Note, body);
            }

            _cosigned = status == HttpStatusCode.Conflict && SizeOf(body) is { } known && known <= size
                ? known
                : throw new LogException(LogFault.WitnessRefused, $"{_submit}: {(int)status} {body.ReplaceLineEndings(" ").Trim()}");
        }

        throw new LogException(LogFault.WitnessRefused, $"{_submit}: the witness was ahead {Attempts} times");
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(byte[] request, CancellationToken cancellation)
    {
        try
        {
            using ByteArrayContent content = new(request);
            using HttpResponseMessage answer = await _http.PostAsync(_submit, content, cancellation).ConfigureAwait(false);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is HttpRequestException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new LogException(LogFault.Unreachable, $"{_submit}: {failure.Message}");
        }
    }

    /// <summary>Lines of other keys are ignored, as C2SP says.</summary>
    private NoteSignature LineOf(SignedNote note, string lines)
    {
        byte[] all = System.Text.Encoding.UTF8.GetBytes($"{note.Text}\n{lines}");
        bool reads = SignedNote.TryDecode(all, out SignedNote? answer) == DecodeFault.None && answer!.Text == note.Text;
        return reads && answer!.Verify(_suites, [_key]) is { Count: > 0 }
            ? answer.Signatures.First(s => s.IsOf(_key))
            : throw new LogException(LogFault.WitnessRefused, $"{_submit}: answered with no line of {_key.Name}");
    }

    private static ulong? SizeOf(string body)
        => ulong.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out ulong size) ? size : null;
}
