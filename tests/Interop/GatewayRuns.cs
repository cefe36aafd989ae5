using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Client.V1;
using Ledger.Node.Rpc;
using Ledger.Tests.Rpc;

namespace Ledger.Tests.Interop;

/// <summary>Servers over a fake node, and what each client found about them: asked once, looked up by every fact.</summary>
public sealed class GatewayRuns : IAsyncLifetime
{
    private const int BigBytes = 2 * 1024 * 1024;

    /// <summary>Taken and never answered: what ends such a call is its own deadline.</summary>
    private static readonly byte[] Held = FakeGateway.Transaction([9]);

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-interop-").FullName;
    private readonly Dictionary<string, ClientRun> _runs = [];
    private RpcServer? _server;

    private string Transactions => Path.Combine(_folder, "transactions.json");

    private string NothingTampered => Path.Combine(_folder, "nothing-tampered.json");

    public async Task InitializeAsync()
    {
        byte[] valid = FakeGateway.Transaction([1, 2, 3]);
        byte[] big = FakeGateway.Transaction(new byte[BigBytes]);
        await TransactionsFile.WriteAsync(Transactions, valid, TransactionsFile.Tampered(valid), big, Held);
        await TransactionsFile.WriteAsync(NothingTampered, valid, valid, big, Held);
        _server = await StartAsync(null);
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<ClientRun> OfAsync(string name)
    {
        if (!_runs.TryGetValue(name, out ClientRun? run))
        {
            InteropClient client = InteropClient.Named(name);
            run = await client.CheckAsync(Target(client, _server!), Transactions, null, client.Facts);
            _runs.Add(name, run);
        }

        return run;
    }

    internal Task<ClientRun> WithNothingTamperedAsync(string name, string fact)
    {
        InteropClient client = InteropClient.Named(name);
        return client.CheckAsync(Target(client, _server!), NothingTampered, null, [fact]);
    }

    internal async Task<ClientRun> OverTlsAsync(string name, IReadOnlyList<string> facts)
    {
        using X509Certificate2 certificate = Certificate();
        string authority = Path.Combine(_folder, "authority.pem");
        await File.WriteAllTextAsync(authority, certificate.ExportCertificatePem());
        await using RpcServer server = await StartAsync(certificate);
        InteropClient client = InteropClient.Named(name);
        string target = $"localhost:{client.Port(server.GrpcEndPoint, server.JsonEndPoint).Port}";
        return await client.CheckAsync(target, Transactions, authority, facts);
    }

    private static string Target(InteropClient client, RpcServer server)
        => client.Port(server.GrpcEndPoint, server.JsonEndPoint).ToString();

    private static async Task<RpcServer> StartAsync(X509Certificate2? certificate)
    {
        FakeGateway gateway = new();
        Func<SubmitRequest, CancellationToken, Task<SubmitResponse>> answer = gateway.OnSubmit;
        gateway.OnSubmit = (request, cancellation)
            => request.Transaction.Span.SequenceEqual(Held) ? gateway.HoldAsync(request, cancellation) : answer(request, cancellation);
        RpcServer server = new(gateway, new RpcOptions
        {
            Grpc = new IPEndPoint(IPAddress.Loopback, 0),
            Json = new IPEndPoint(IPAddress.Loopback, 0),
            Certificate = certificate,
        });
        await server.StartAsync();
        return server;
    }

    private static X509Certificate2 Certificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
