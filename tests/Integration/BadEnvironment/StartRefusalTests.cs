using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Integration.BadEnvironment;

/// <summary>A machine or a configuration that a node cannot run on: it says which field, writes nothing, and ends.</summary>
[SupportedOSPlatform("linux")]
public sealed class StartRefusalTests(StoppedNetwork stopped) : IClassFixture<StoppedNetwork>
{
    private const int DiskCode = 7;
    private const int StartCode = 8;

    [Fact]
    public async Task A_port_in_use_is_named_with_its_field_and_no_data_is_touched()
    {
        (string Field, int Port)[] ports =
        [
            ("$.peerListen", stopped.Victim.Ports.Peer),
            ("$.grpcListen", stopped.Victim.Ports.Grpc),
            ("$.jsonListen", stopped.Victim.Ports.Json),
        ];
        foreach ((string field, int port) in ports)
        {
            using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            taken.Bind(new IPEndPoint(IPAddress.Loopback, port));
            taken.Listen();
            string before = Fingerprint();

            Ending ending = await Ending.OfAsync(stopped.Network, stopped.Victim);

            ending.Is(StartCode, "PortInUse", $"127.0.0.1:{port}");
            Assert.Contains(field, ending.Line, StringComparison.Ordinal);
            Assert.Equal(before, Fingerprint());
        }
    }

    [Fact]
    public async Task A_missing_key_a_wrong_passphrase_and_keys_and_genesis_of_others_are_refused()
    {
        ValidatorNode other = stopped.Network.Nodes[0];
        string passphrase = Path.Combine(stopped.Network.Folder, "wrong-passphrase");
        await File.WriteAllTextAsync(passphrase, "not the one");
        string genesis = Path.Combine(stopped.Network.Folder, "no-genesis.json");
        await File.WriteAllTextAsync(genesis, "{}");

        await RefusedAsync("KeyUnreadable", "keyFilePath", stopped.Victim.KeyPath + ".gone");
        await RefusedAsync("KeyUnreadable", "passphraseFilePath", passphrase + ".gone");
        await RefusedAsync("WrongPassphrase", "passphraseFilePath", passphrase, stopped.Victim.KeyPath);
        await RefusedAsync("ForeignKey", "keyFilePath", other.KeyPath);
        await RefusedAsync("ForeignKey", "tlsKeyFilePath", other.TlsKeyPath);
        await RefusedAsync("GenesisUnreadable", "genesisPath", genesis);
        await RefusedAsync("NotInGenesis", "validatorName", "nobody", stopped.Network.GenesisPath);
    }

    [Fact]
    public async Task Too_few_file_descriptors_are_refused_with_the_number_needed()
    {
        Ending ending = await Ending.OfAsync(stopped.Network, stopped.Victim, "prlimit", "--nofile=150:150");

        ending.Is(StartCode, "TooFewDescriptors", "RLIMIT_NOFILE");
        Assert.Contains("at least", ending.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_one_data_directory_is_refused()
    {
        using FileStream held = new(stopped.InData("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        (await Ending.OfAsync(stopped.Network, stopped.Victim)).Is(StartCode, "DataDirectoryInUse", stopped.Victim.DataFolder);
    }

    [RootFact]
    public async Task A_key_that_its_user_may_not_read_is_refused_by_name()
    {
        // Root with the capabilities of anybody: the file's own rights count.
        const string none = "-dac_override,-dac_read_search";
        string[] asAnybody = ["setpriv", "--inh-caps", none, "--bounding-set", none];
        foreach (string key in (string[])[stopped.Victim.KeyPath, stopped.Victim.TlsKeyPath])
        {
            UnixFileMode mode = File.GetUnixFileMode(key);
            string before = Fingerprint();
            File.SetUnixFileMode(key, UnixFileMode.None);
            try
            {
                (await Ending.OfAsync(stopped.Network, stopped.Victim, asAnybody)).Is(StartCode, "KeyUnreadable", key);
                Assert.Equal(before, Fingerprint());
            }
            finally
            {
                File.SetUnixFileMode(key, mode);
            }
        }
    }

    [RootFact]
    public async Task A_read_only_data_directory_is_refused_by_name()
    {
        string data = stopped.Victim.DataFolder;
        const string script = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";

        Ending ending = await Ending.OfAsync(
            stopped.Network, stopped.Victim, "unshare", "-m", "--propagation", "private", "sh", "-c", script, data);

        ending.Is(DiskCode, "ReadOnly", ".seg");
    }

    private async Task RefusedAsync(string refusal, string field, string value, string? file = null)
    {
        string path = stopped.Victim.ConfigurationPath;
        string before = await File.ReadAllTextAsync(path);
        string data = Fingerprint();
        try
        {
            JsonNode configuration = JsonNode.Parse(before)!;
            configuration[field] = value;
            await File.WriteAllTextAsync(path, configuration.ToJsonString());
            (await Ending.OfAsync(stopped.Network, stopped.Victim)).Is(StartCode, refusal, file ?? value);
        }
        finally
        {
            await File.WriteAllTextAsync(path, before);
        }

        Assert.Equal(data, Fingerprint());
    }

    /// <summary>Names, lengths and times of everything in the data directory.</summary>
    private string Fingerprint() => string.Join('\n', Directory
        .GetFiles(stopped.Victim.DataFolder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(f => $"{f} {new FileInfo(f).Length} {File.GetLastWriteTimeUtc(f):O}"));
}
