using System.Net;
using System.Net.Sockets;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>A validator that may open as few files as a node needs at all, and strangers who call all its ports.</summary>
public sealed class DescriptorFloodTests
{
    /// <summary>What a node with three peers says it needs at least.</summary>
    private const int Files = 710;

    private const int Calls = 3 * 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task At_the_limit_of_open_files_a_flood_of_calls_leaves_it_voting_and_its_clients_served()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        ValidatorNode flooded = network["sz-1"];
        await flooded.StartAsync(["prlimit", $"--nofile={Files}:{Files}"]);
        await Start.RunAsync(network, default);
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        PreparedTransaction[] all = factory.Prepare(24, 4096, head: 0);
        await CommitAsync(flooded, all[..4]); // its client has its connection before the strangers have theirs

        List<Socket> strangers = await CallAsync(flooded);
        int most = OpenFiles(flooded);
        await CommitAsync(flooded, all[4..16]);
        // A peer comes back meanwhile: without it and the flooded one there is no quorum.
        await network["sg-1"].KillAsync();
        await network["sz-2"].KillAsync();
        await Start.RunAsync(network, default);
        await CommitAsync(flooded, all[16..20]);
        most = Math.Max(most, OpenFiles(flooded));

        Assert.InRange(most, Files / 2, Files - 1);
        strangers.ForEach(s => s.Dispose());
        await Wait.UntilAsync("a new client to be served", Patience, default, async () =>
            (await MixedClient.TryAsync(flooded.JsonAddress, json: true, all[20].Bytes))?.Receipt.Length > 0);
        await CommitAsync(network["sg-2"], all[21..]);
        Assert.True(flooded.IsRunning, flooded.LastOutput());
        Assert.Equal(4, (await Wait.UntilHeadsAgreeAsync(network, Patience, default)).Length);
    }

    private static async Task CommitAsync(ValidatorNode node, IEnumerable<PreparedTransaction> transactions)
    {
        foreach (PreparedTransaction transaction in transactions)
        {
            await node.CommitAsync(transaction);
        }
    }

    /// <summary>Calls every port from many addresses, says nothing, and stays for as long as it may.</summary>
    private static async Task<List<Socket>> CallAsync(ValidatorNode node)
    {
        int[] ports = [node.Ports.Peer, node.Ports.Grpc, node.Ports.Json];
        List<Socket> strangers = [];
        foreach (int call in Enumerable.Range(0, Calls))
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(2 + (call % 250))]), 0));
            strangers.Add(socket);
            try
            {
                socket.Connect(new IPEndPoint(IPAddress.Loopback, ports[call % ports.Length]));
            }
            catch (SocketException underWay) when (underWay.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // The kernel goes on with it.
            }

            if (call % 100 == 0)
            {
                await Task.Delay(50); // all at once would end in the kernel's queues
            }
        }

        return strangers;
    }

    private static int OpenFiles(ValidatorNode node) => Directory.GetFileSystemEntries($"/proc/{node.ProcessId}/fd").Length;
}
