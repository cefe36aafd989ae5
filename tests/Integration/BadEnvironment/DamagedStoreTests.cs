using Ledger.Client.V1;
using Ledger.Testnet.Network;
using Ledger.Testnet.Stages;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>Damaged, foreign and missing files under a real process: refused by name, file, offset and remedy, or repaired.</summary>
/// <remarks>A lost journal is neither: its validator rejoins (<see cref="RejoinTests"/>).</remarks>
public sealed class DamagedStoreTests(StoppedNetwork stopped) : IClassFixture<StoppedNetwork>
{
    private const int StorageCode = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Damage_is_refused_with_file_offset_and_remedy_and_no_effect()
    {
        string blocks = stopped.InData("blocks", "blocks.log");
        string batches = stopped.InData("blocks", "batches-00000000.log");

        await RefusedAsync("CorruptRecord", blocks, Bits.Middle(blocks), at => Bits.Flip(blocks, at + 60));
        await RefusedAsync("CorruptRecord", batches, Bits.Middle(batches), at => Bits.Flip(batches, at + 5));
        await RefusedAsync("HeaderDamaged", blocks, 0, _ => Bits.Flip(blocks, 20));
    }

    [Fact]
    public async Task A_missing_secret_and_another_are_refused()
    {
        string secret = stopped.InData("node.secret");

        await RefusedAsync("SecretDamaged", secret, 0, _ => File.Delete(secret));
        await RefusedAsync("ForeignSecret", stopped.InData("blocks", "batches-00000000.log"), 48, _ => Bits.Flip(secret, 1));
    }

    [Fact]
    public async Task The_folder_of_another_chain_validator_or_version_and_swapped_files_are_refused()
    {
        string journal = stopped.InData("journal", "journal-00000000.seg");
        string blocks = stopped.InData("blocks", "blocks.log");
        string batches = stopped.InData("blocks", "batches-00000000.log");
        long half = new FileInfo(journal).Length / 2;

        await RefusedAsync("ForeignChain", journal, 16, at => Rewrite((int)at, (byte)(File.ReadAllBytes(journal)[at] ^ 1)));
        await RefusedAsync("ForeignValidator", journal, 52, _ => Rewrite(55, 1));
        await RefusedAsync("NewerFormat", journal, 8, _ => Rewrite(9, 2));
        await RefusedAsync("UnknownFormat", blocks, 8, _ => Bits.RewriteHeader(blocks, 9, 0));
        await RefusedAsync("MisplacedFile", batches, 0, _ =>
        {
            File.Move(blocks, blocks + ".x");
            File.Move(batches, blocks);
            File.Move(blocks + ".x", batches);
        });

        void Rewrite(int at, byte value)
        {
            Bits.RewriteHeader(journal, at, value);
            Bits.RewriteHeader(journal, at, value, half);
        }
    }

    [Fact]
    public async Task Repaired_on_command_or_by_itself_the_node_has_the_same_blocks_and_roots_as_the_others()
    {
        stopped.PutBack();
        await Task.WhenAll(stopped.Network.Nodes.Take(3).Select(n => n.StartAsync()));
        await Task.WhenAll(stopped.Network.Nodes.Take(3).Select(n => n.WaitUntilReadyAsync(default)));
        await stopped.CommitAsync(2); // the other three go on

        string blocks = stopped.InData("blocks", "blocks.log");
        Bits.Flip(blocks, Bits.Middle(blocks) + 60);
        await RepairAsync("blocks.log");

        string batches = stopped.InData("blocks", "batches-00000000.log");
        Bits.Flip(batches, Bits.Middle(batches) + 80);
        await RepairAsync("batches-00000000.log");

        await DamageDerivedAsync();
        await stopped.CommitAsync(2);
        await AgreeAndStopAsync();
        await Stop.RunAsync(stopped.Network, default);
        stopped.Keep();
    }

    [Fact]
    public async Task Killed_again_and_again_while_it_recovers_the_node_still_has_the_blocks_and_roots_of_the_others()
    {
        stopped.PutBack();
        Bits.FlipMiddle(stopped.InData("state", "state.manifest"));
        Bits.FlipMiddle(stopped.InData("anchors", "tiles-1.dat"));
        for (int kill = 0; kill < 8; kill++)
        {
            await stopped.Victim.StartAsync();
            await Task.Delay(150 + (kill * 130));
            await stopped.Victim.KillAsync();
        }

        await Start.RunAsync(stopped.Network, default);
        await stopped.CommitAsync(1);
        Assert.Equal(4, (await Wait.UntilHeadsAgreeAsync(stopped.Network, Patience, default)).Length);
        await Stop.RunAsync(stopped.Network, default);
        stopped.Keep();
    }

    private async Task DamageDerivedAsync()
    {
        Bits.FlipMiddle(Directory.GetFiles(stopped.InData("state"), "snapshot.dat*", SearchOption.AllDirectories)[0]);
        Bits.FlipMiddle(stopped.InData("anchors", "leaves.dat"));
        string journal = stopped.InData("journal", "journal-00000000.seg");
        Bits.Flip(journal, Bits.Records(journal)[1] + 40);
        await AgreeAndStopAsync("leaves.dat", "second copy");
        Bits.FlipMiddle(stopped.InData("state", "state.manifest"));
        Bits.FlipMiddle(stopped.InData("anchors", "anchors.manifest"));
        await AgreeAndStopAsync("state.manifest", "anchors.manifest");
    }

    private async Task RepairAsync(string file)
    {
        CommandResult result = await stopped.Network.Program.TryAsync(
            ["fsck", "--repair", "--config", stopped.Victim.ConfigurationPath], default);
        Assert.True(result.ExitCode == 0, $"{result.ExitCode} {result.Output} {result.Errors}");
        Assert.Contains($"{file} at byte", result.Output, StringComparison.Ordinal);
        Assert.Contains("clean", result.Output, StringComparison.Ordinal);
        await AgreeAndStopAsync();
    }

    /// <summary>Starts the victim, waits until all four have the same head, log and state root, and stops it again.</summary>
    private async Task AgreeAndStopAsync(params string[] said)
    {
        ValidatorNode victim = stopped.Victim;
        await victim.StartAsync();
        await victim.WaitUntilReadyAsync(default);
        StatusResponse[] heads = await Wait.UntilHeadsAgreeAsync(stopped.Network, Patience, default);
        Assert.Equal(4, heads.Length);
        await Wait.UntilIndexedAsync(stopped.Network, Patience, default);
        Assert.All(said, words => Assert.Contains(words, victim.LastOutput(40), StringComparison.Ordinal));
        Assert.Equal(0, await victim.StopAsync());
    }

    private async Task RefusedAsync(string fault, string file, long offset, Action<long> damage)
    {
        stopped.PutBack();
        damage(offset);
        Ending ending = await Ending.OfAsync(stopped.Network, stopped.Victim);
        ending.Is(StorageCode, fault, file);
        Assert.Equal(offset, ending.Offset);
        stopped.PutBack();
    }
}
