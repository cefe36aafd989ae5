using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Ledger.Node.Rpc;
using Ledger.Tests.Rpc;

namespace Ledger.Tests.Interop;

/// <summary>The gRPC wire as an unmodified client of another language sees it.</summary>
public sealed class PythonGrpcTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-interop-").FullName;

    private string TransactionsFile => Path.Combine(_folder, "transactions.json");

    public async Task InitializeAsync()
    {
        await PythonClient.DemandAsync();
        byte[] valid = FakeGateway.Transaction([1, 2, 3]);
        byte[] tampered = [.. valid];
        tampered[0] ^= 1;
        await File.WriteAllTextAsync(TransactionsFile, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["valid"] = Convert.ToHexStringLower(valid),
            ["tampered"] = Convert.ToHexStringLower(tampered),
        }));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("unary")]
    [InlineData("submit")]
    [InlineData("server_streaming")]
    [InlineData("stream_deadline")]
    [InlineData("deadline_exceeded")]
    [InlineData("unknown_method")]
    [InlineData("bad_signature")]
    [InlineData("unknown_transaction")]
    [InlineData("wrong_length")]
    [InlineData("not_anchored")]
    [InlineData("compressed")]
    [InlineData("too_large")]
    [InlineData("cancelled")]
    [InlineData("health_check")]
    [InlineData("health_watch")]
    public async Task A_python_client_finds_that(string fact)
    {
        await using RpcServer server = await StartAsync(null);

        await ExpectAsync(server.GrpcEndPoint.ToString(), null, fact);
    }

    [Fact]
    public async Task A_python_client_finds_the_same_over_tls()
    {
        using X509Certificate2 certificate = Certificate();
        string authority = Path.Combine(_folder, "authority.pem");
        await File.WriteAllTextAsync(authority, certificate.ExportCertificatePem());
        await using RpcServer server = await StartAsync(certificate);

        string target = $"localhost:{server.GrpcEndPoint.Port}";
        await ExpectAsync(target, authority, "unary", "server_streaming", "bad_signature", "too_large");
    }

    [Fact]
    public async Task A_python_client_that_expects_a_refusal_of_a_valid_transaction_fails()
    {
        await using RpcServer server = await StartAsync(null);
        string same = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["valid"] = Convert.ToHexStringLower(FakeGateway.Transaction([1, 2, 3])),
            ["tampered"] = Convert.ToHexStringLower(FakeGateway.Transaction([1, 2, 3])),
        });
        await File.WriteAllTextAsync(TransactionsFile, same);

        (int exit, string output) =
            await PythonClient.CheckAsync(server.GrpcEndPoint.ToString(), TransactionsFile, null, "bad_signature");

        Assert.Equal(1, exit);
        Assert.Contains("not refused", output);
    }

    private async Task ExpectAsync(string target, string? authority, params string[] facts)
    {
        (int exit, string output) = await PythonClient.CheckAsync(target, TransactionsFile, authority, facts);

        Assert.True(exit == 0, output);
        Assert.All(facts, fact => Assert.Contains($"ok {fact}\n", output));
    }

    private static async Task<RpcServer> StartAsync(X509Certificate2? certificate)
    {
        RpcServer server = new(new FakeGateway(), new RpcOptions
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
