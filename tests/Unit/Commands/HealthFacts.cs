using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Node.Commands;
using Ledger.Node.Rpc;
using Ledger.Tests.Rpc;

namespace Ledger.Tests.Unit.Commands;

/// <summary><c>ledger health</c>: what a container's health check sees.</summary>
public sealed class HealthFacts : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-health-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_node_that_serves_is_healthy_by_its_own_configuration_file()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        CommandRun run = await CommandRun.OfAsync("health", "--config", Configuration(world.Server));

        Assert.Equal((ExitCode.Ok, "serving\n"), (run.Code, run.Output));
    }

    [Fact]
    public async Task A_node_that_names_a_stall_answers_and_is_not_healthy()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        world.Gateway.Status.Ready = false;
        world.Gateway.Status.StallReason = "need 3 validators, have 2; missing sg-1 (SG), sg-2 (SG)";

        CommandRun run = await CommandRun.OfAsync("health", "--config", Configuration(world.Server));

        Assert.Equal((ExitCode.Refused, "not serving\n"), (run.Code, run.Output));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_unreachable()
    {
        string configuration;
        await using (RpcWorld world = await RpcWorld.StartAsync())
        {
            configuration = Configuration(world.Server);
        }

        Assert.Equal(ExitCode.Unreachable, (await CommandRun.OfAsync("health", "--config", configuration)).Code);
    }

    [Fact]
    public async Task Over_TLS_it_trusts_the_node_s_own_certificate_and_no_other()
    {
        using X509Certificate2 certificate = WriteCertificate("rpc.pem");
        await using RpcWorld world = await RpcWorld.StartAsync(o => o with { Certificate = certificate });
        string configuration = Configuration(world.Server, "rpc.pem");

        Assert.Equal(ExitCode.Ok, (await CommandRun.OfAsync("health", "--config", configuration)).Code);

        WriteCertificate("rpc.pem").Dispose();
        Assert.Equal(ExitCode.Unreachable, (await CommandRun.OfAsync("health", "--config", configuration)).Code);
    }

    private X509Certificate2 WriteCertificate(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=sz-1", key, HashAlgorithmName.SHA256);
        X509Certificate2 certificate =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, name), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    private string Configuration(RpcServer server, string? certificate = null)
    {
        string path = Path.Combine(_folder, "node.json");
        string extra = certificate is null ? "" : $", \"rpcCertificatePath\": \"{certificate}\"";
        File.WriteAllText(path, $$"""
            {
              "validatorName": "sz-1", "dataDirectory": "data", "genesisPath": "genesis.json",
              "keyFilePath": "a", "cosigningKeyFilePath": "d", "tlsKeyFilePath": "b", "passphraseFilePath": "c",
              "peerListen": "{{IPAddress.Loopback}}:7000", "peers": {},
              "grpcListen": "{{server.GrpcEndPoint}}", "jsonListen": "{{server.JsonEndPoint}}"{{extra}}
            }
            """);
        return path;
    }
}
