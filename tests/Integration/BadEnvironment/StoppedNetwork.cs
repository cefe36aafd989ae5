using Ledger.Testnet.Load;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>Four validators that made some blocks and were stopped; one of them is the victim, whose data is kept aside.</summary>
/// <remarks>The copy is put back only while the victim has signed nothing since: otherwise its journal would have forgotten.</remarks>
public sealed class StoppedNetwork : IAsyncLifetime
{
    private const int Blocks = 24;
    private ulong _head;

    public TestNetwork Network { get; private set; } = null!;

    public ValidatorNode Victim => Network.Nodes[3];

    private string Copy => Victim.DataFolder + ".copy";

    public async Task InitializeAsync()
    {
        Network = await Setup.RunAsync(Manifest.Load(Manifest.Demo), default);
        await Start.RunAsync(Network, default);
        await CommitAsync(Blocks);
        await Stop.RunAsync(Network, default);
        Keep();
    }

    public async Task DisposeAsync() => await Network.DisposeAsync();

    /// <summary>Commits that many transactions one after another, by a node that is not the victim.</summary>
    public async Task CommitAsync(int count)
    {
        using TransactionFactory factory = new(Network.Genesis, Network.Issuers[0]);
        foreach (PreparedTransaction transaction in factory.Prepare(count, 2, _head))
        {
            await Network.Nodes[0].Client.SubmitAsync(transaction.Bytes, waitForReceipt: true);
        }

        _head += (ulong)count;
    }

    /// <summary>Takes the stopped victim's data as it is now for what <see cref="PutBack"/> puts back.</summary>
    public void Keep()
    {
        if (Directory.Exists(Copy))
        {
            Directory.Delete(Copy, recursive: true);
        }

        CopyFolder(Victim.DataFolder, Copy);
    }

    public void PutBack()
    {
        Directory.Delete(Victim.DataFolder, recursive: true);
        CopyFolder(Copy, Victim.DataFolder);
    }

    public string InData(params string[] parts) => Path.Combine([Victim.DataFolder, .. parts]);

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
