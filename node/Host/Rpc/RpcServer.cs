using System.Net;
using System.Security.Authentication;
using Ledger.Node.Rpc.Edge;
using Ledger.Node.Rpc.Grpc;
using Ledger.Node.Rpc.Json;
using Ledger.Node.Rpc.Log;
using Ledger.Node.Rpc.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ledger.Node.Rpc;

/// <summary>Serves a gateway to the world: gRPC on one port, the same calls as JSON on another.</summary>
/// <remarks>
/// Plain text is served on loopback addresses only; anywhere else a certificate is demanded, and with one both ports
/// speak TLS 1.2 or 1.3 only. Reads no configuration files, writes no logs, takes no signals.
/// </remarks>
public sealed class RpcServer : IAsyncDisposable
{
    /// <summary>A client that does not close its connection by then is cut off.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    /// <summary>How long the ends of the last calls are given to leave the connections' buffers.</summary>
    /// <remarks>
    /// Kestrel closes a connection whose calls are all answered at once, with what it has not sent yet: the client of a
    /// call whose request goes on would see a closed connection instead of its status. Nothing tells when it has gone.
    /// </remarks>
    private static readonly TimeSpan Leaving = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CallLimits _limits;
    private readonly RpcOptions _options;
    private readonly WebApplication _web;
    private ListenOptions? _grpc;
    private ListenOptions? _json;

    /// <param name="operators">What is served to whoever operates the node; null for nothing.</param>
    /// <param name="log">The public log, on the JSON port; null for none.</param>
    public RpcServer(ILedgerGateway gateway, RpcOptions options, IOperatorGateway? operators = null, IPublicLog? log = null)
    {
        DemandCertificate(options, options.Grpc);
        DemandCertificate(options, options.Json);
        _options = options;

        CheckedGateway checkedGateway = new(gateway);
        _limits = new CallLimits(options);
        ByteBudget budget = new(options.MaxUnfinishedBytes);
        SubmissionStream submissions = new(checkedGateway, options);
        GrpcService[] services =
        [
            LedgerService.Over(checkedGateway, submissions),
            HealthService.Over(checkedGateway),
            .. ReflectionService.Both(),
            .. operators is null ? [] : new[] { OperatorService.Over(operators) },
        ];
        GrpcEndpoint grpc = new(services, options, _limits, budget, _stopping.Token);
        JsonCalls calls = new(checkedGateway, submissions, budget, options.MaxRequestBytes);
        JsonEndpoint json = new(calls, log is null ? null : new LogEndpoint(log), options, _limits, _stopping.Token);
        _web = Build();
        RequestDelegate serve = context => HttpProtocol.IsHttp2(context.Request.Protocol)
            ? grpc.HandleAsync(context)
            : json.HandleAsync(context);
        RpcObserver? observer = options.OnCall is { } onCall ? new RpcObserver(onCall) : null;
        _web.Run(observer is null ? serve : context => observer.ServeAsync(context, serve));
    }

    /// <summary>Where gRPC is served, with the port really bound; only after the start.</summary>
    public IPEndPoint GrpcEndPoint => Bound(_grpc);

    /// <summary>Where JSON is served, with the port really bound; only after the start.</summary>
    public IPEndPoint JsonEndPoint => Bound(_json);

    /// <summary>Returns when both ports are bound; throws <see cref="IOException"/> when one is taken.</summary>
    public Task StartAsync(CancellationToken cancellation = default) => _web.StartAsync(cancellation);

    /// <summary>Ends the calls under way with UNAVAILABLE, then closes the ports.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        if (!_stopping.IsCancellationRequested)
        {
            Task<bool> calls = _limits.EndAsync(LongestStop);
            await _stopping.CancelAsync();
            await Task.Delay(await calls ? Leaving : TimeSpan.Zero, CancellationToken.None);
        }

        await _web.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _web.DisposeAsync();
        _stopping.Dispose();
    }

    private WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        return builder.Build();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        KestrelBounds.Apply(kestrel.Limits, _options);
        ConnectionGate gate = new(_options);
        kestrel.Listen(_options.Grpc, listen => _grpc = Configure(listen, RpcPort.Grpc, gate));
        kestrel.Listen(_options.Json, listen => _json = Configure(listen, RpcPort.Json, gate));
    }

    private ListenOptions Configure(ListenOptions listen, RpcPort port, ConnectionGate gate)
    {
        // With TLS the gRPC port agrees to HTTP/1.1 too, or a client of it would not get as far as to be told why not.
        listen.Protocols = port == RpcPort.Json ? HttpProtocols.Http1
            : _options.Certificate is null ? HttpProtocols.Http2
            : HttpProtocols.Http1AndHttp2;
        listen.Use(next => connection => gate.ServeAsync(connection, next, port));
        if (_options.Certificate is { } certificate)
        {
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                HandshakeTimeout = _options.MaxHeadersTime,
            });
        }

        PrefaceCheck preface = new(port, _options.MaxHeadersTime);
        listen.Use(next => connection => preface.ServeAsync(connection, next));
        return listen;
    }

    private static void DemandCertificate(RpcOptions options, IPEndPoint address)
    {
        if (options.Certificate is null && !IPAddress.IsLoopback(address.Address))
        {
            throw new InvalidOperationException(
                $"RPC on {address} needs a certificate: plain text is served on loopback addresses only.");
        }
    }

    private static IPEndPoint Bound(ListenOptions? listen)
        => listen?.IPEndPoint ?? throw new InvalidOperationException("The RPC server is not started.");
}
