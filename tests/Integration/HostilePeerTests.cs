using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Node.Configuration;
using Ledger.Node.Networking;
using Ledger.Node.Running;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration;

/// <summary>Three honest validators, and a hostile program with the fourth's keys that does all it can think of.</summary>
public sealed class HostilePeerTests
{
    private static readonly TimeSpan FloodTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_honest_client_is_served_and_no_validator_ends_while_a_hostile_program_attacks_every_port()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        Ledger.Testnet.Network.ValidatorNode[] honest = [.. network.Nodes.Take(3)];
        await Task.WhenAll(honest.Select(n => n.StartAsync()));
        await Task.WhenAll(honest.Select(n => n.WaitUntilReadyAsync(default)));
        NodeConfiguration configuration = NodeConfiguration.Load(network.Nodes[3].ConfigurationPath);
        NodeIdentity identity = NodeFiles.LoadIdentity(configuration);
        using NodeKeys stolen = NodeFiles.LoadKeys(configuration, identity);
        Task client = SubmitAsync(network, 10);

        await Task.WhenAll(honest.Select(
            n => AttackWhileAsync(client, () => new HostileProgram(stolen, identity, n.Ports.Peer), identity)));
        await client;

        Assert.All(honest, n => Assert.True(n.IsRunning, n.LastOutput()));
        StatusResponse[] heads = await Wait.UntilHeadsAgreeAsync(network, Patience, default);
        Assert.Equal(3, heads.Length);
    }

    /// <summary>Once at least, and again until the client has all its answers: what it was served, it was served under attack.</summary>
    private static async Task AttackWhileAsync(Task client, Func<HostileProgram> hostile, NodeIdentity identity)
    {
        do
        {
            await AttackAsync(hostile(), identity);
        }
        while (!client.IsCompleted);
    }

    private static async Task AttackAsync(HostileProgram hostile, NodeIdentity identity)
    {
        using (hostile)
        {
            await AttackAsStrangerAsync(hostile);
            await AttackAsPeerAsync(hostile, identity.Genesis.ChainId);
        }
    }

    private static async Task AttackAsStrangerAsync(HostileProgram hostile)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 unknown = PeerCertificate.Create(key);
        await hostile.HoldHalfOpenAsync(200);
        await hostile.SpeakNoiseAsync();
        await hostile.EncryptAsync(certificate: null, SslProtocols.Tls13);
        await hostile.EncryptAsync(unknown, SslProtocols.Tls13);
        await hostile.EncryptAsync(unknown, SslProtocols.Tls12);
    }

    private static async Task AttackAsPeerAsync(HostileProgram hostile, Digest chain)
    {
        await hostile.MisgreetAsync(chain, version: 2, lane: 7);
        await hostile.MisgreetAsync(Sha256.Hash("another chain"u8), version: 2);
        await hostile.MisgreetAsync(chain, version: 1);
        await hostile.AnnounceAsync(uint.MaxValue);
        await hostile.AnnounceAsync((1 << 20) + 1);
        foreach (Func<int, byte[]> frame in (Func<int, byte[]>[])
            [hostile.Noise, hostile.VoteWithBadSignature, hostile.VoteOfItsOwn, hostile.StatusOfNothing, hostile.FetchOfBlocks,
                hostile.FetchOfBatches])
        {
            await Task.WhenAll(hostile.FloodAsync(0, frame, FloodTime), hostile.FloodAsync(1, frame, FloodTime));
        }

        await hostile.ReopenAsync(100);
    }

    /// <summary>One transaction after another, each waited for.</summary>
    private static async Task SubmitAsync(TestNetwork network, int count)
    {
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        PreparedTransaction[] prepared = factory.Prepare(count, 1, head: 0);
        for (int i = 0; i < count; i++)
        {
            SubmitResponse answer = await network.Nodes[i % 3].Client.SubmitAsync(prepared[i].Bytes, waitForReceipt: true);
            Assert.Equal(Outcome.Anchored, answer.Outcome);
        }
    }
}
