using System.Diagnostics;
using Ledger.Client;
using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>The data directory of one validator is a volume of 48 MB, and the volume fills up.</summary>
public sealed class FullDiskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [RootFact]
    public async Task A_full_disk_ends_the_node_by_name_the_others_go_on_and_with_space_again_it_catches_up()
    {
        await using TestNetwork network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        ValidatorNode victim = network.Nodes[3];
        await MountAsync(victim.DataFolder);
        try
        {
            await ShellAsync(network.Program.FilePath, "init", "--config", victim.ConfigurationPath);
            await Start.RunAsync(network, default);
            await CommitAsync(network, 3, commitments: 2);
            string filler = Path.Combine(victim.DataFolder, "filler");
            Fill(filler, leave: 1 << 20);

            for (int i = 0; victim.IsRunning && i < 40; i++)
            {
                await CommitAsync(network, 1, commitments: 4096); // 128 KiB each, acknowledged by the other three
            }

            int code = await victim.StopAsync();
            Ending.Of(code, victim.LastOutput(60)).Is(7, "DiskFull", "");
            File.Delete(filler);
            await Start.RunAsync(network, default);
            await CommitAsync(network, 1, commitments: 2);
            Assert.Equal(4, (await Wait.UntilHeadsAgreeAsync(network, Patience, default)).Length);
        }
        finally
        {
            await victim.KillAsync();
            await ShellAsync("umount", victim.DataFolder);
        }
    }

    private static async Task MountAsync(string folder)
    {
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        await ShellAsync("mount", "-t", "tmpfs", "-o", "size=48m", "ledger-test", folder);
    }

    private static void Fill(string file, long leave)
    {
        long free = new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace - leave;
        using FileStream stream = File.Create(file);
        byte[] chunk = new byte[1 << 16];
        for (; free > 0; free -= chunk.Length)
        {
            stream.Write(chunk.AsSpan(0, (int)Math.Min(free, chunk.Length)));
        }
    }

    private static async Task CommitAsync(TestNetwork network, int count, int commitments)
    {
        using TransactionFactory factory = new(network.Genesis, network.Issuers[0]);
        ulong head = (await network.Nodes[0].StatusAsync()).Height;
        foreach (PreparedTransaction transaction in factory.Prepare(count, commitments, head))
        {
            await network.Nodes[0].Client.SubmitAsync(transaction.Bytes, waitForReceipt: true);
        }
    }

    private static async Task ShellAsync(params string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..]);
        foreach ((string name, string value) in LedgerProgram.Environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
