using System.Net;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Rpc;
using Ledger.Protocol.Checkpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ledger.Node.Witness;

/// <summary>Serves a witness: <c>POST /add-checkpoint</c>, and <c>GET /HASH/checkpoint</c> for monitors.</summary>
/// <remarks>
/// c2sp.org/tlog-witness. Plain HTTP on this machine only: what faces the world terminates TLS before it. There is no authentication but
/// the signatures on what is submitted.
/// </remarks>
public sealed class WitnessServer : IAsyncDisposable
{
    /// <summary>Connections held at once; more are closed.</summary>
    public const int MaximumConnections = 64;

    private static readonly TimeSpan LongestHeaders = TimeSpan.FromSeconds(10);

    private readonly WitnessBook _book;
    private readonly string _monitoring;
    private readonly WebApplication _web;
    private ListenOptions? _listen;

    /// <exception cref="InvalidOperationException">The address is not a loopback one.</exception>
    public WitnessServer(WitnessBook book, IPEndPoint address)
    {
        if (!IPAddress.IsLoopback(address.Address))
        {
            throw new InvalidOperationException($"A witness on {address} is served in plain text: on loopback addresses only.");
        }

        _book = book;
        _monitoring = $"/{Sha256.Hash(System.Text.Encoding.UTF8.GetBytes(book.Origin))}/checkpoint";
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, address));
        _web = builder.Build();
        _web.Run(HandleAsync);
    }

    /// <summary>With the port really bound; only after the start.</summary>
    public IPEndPoint EndPoint => _listen?.IPEndPoint ?? throw new InvalidOperationException("The witness is not started.");

    public Task StartAsync(CancellationToken cancellation) => _web.StartAsync(cancellation);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private void Configure(KestrelServerOptions kestrel, IPEndPoint address)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = AddCheckpoint.MaximumBytes;
        kestrel.Limits.MaxConcurrentConnections = MaximumConnections;
        kestrel.Limits.RequestHeadersTimeout = LongestHeaders;
        kestrel.Listen(address, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            _listen = listen;
        });
    }

    private Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("POST", "/add-checkpoint") => AddAsync(context),
        ("GET", { } path) when path == _monitoring && _book.Last is { } note
            => GiveAsync(context, new WitnessAnswer(StatusCodes.Status200OK, "text/plain; charset=utf-8", $"{note}")),
        _ => GiveAsync(context, WitnessAnswer.UnknownLog),
    };

    private async Task AddAsync(HttpContext context)
    {
        using MemoryStream body = new();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException tooMuch)
        {
            await GiveAsync(context, WitnessAnswer.BadRequest(tooMuch.Message));
            return;
        }

        await GiveAsync(context, _book.Add(body.GetBuffer().AsSpan(0, (int)body.Length)));
    }

    private static async Task GiveAsync(HttpContext context, WitnessAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }
}
