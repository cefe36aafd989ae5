using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Ledger.Node.Running;
using Ledger.Tests.Unit.Storage;
using Ledger.Tests.Unit.Tidy;

namespace Ledger.Tests.Unit.Running;

public sealed class SystemdFacts
{
    private static readonly string s_unit = SourceTree.Absolute("node/Host/Packaging/ledger@.service");

    [Fact]
    public void The_manager_hears_ready_and_stopping_on_a_real_socket()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "notify");
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        manager.Bind(new UnixDomainSocketEndPoint(path));
        SystemdNotifier node = new(path);

        node.Ready();
        node.Stopping(TimeSpan.FromSeconds(40));

        Assert.Equal("READY=1", Receive(manager));
        Assert.Equal("STOPPING=1\nEXTEND_TIMEOUT_USEC=40000000", Receive(manager));
    }

    [Fact]
    public void An_abstract_socket_is_found_and_one_that_is_gone_is_no_failure()
    {
        string name = $"ledger-test-{Environment.ProcessId}";
        using (Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 })
        {
            manager.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
            new SystemdNotifier($"@{name}").Ready();
            Assert.Equal("READY=1", Receive(manager));
        }

        new SystemdNotifier($"@{name}").Ready();
        new SystemdNotifier(null).Ready();
    }

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("Restart", "on-failure")]
    [InlineData("LimitNOFILE", "65536")]
    [InlineData("StateDirectory", "ledger")]
    public void The_unit_hardens_and_restarts(string key, string value)
        => Assert.Equal(value, File.ReadLines(s_unit).Single(l => l.StartsWith($"{key}=", StringComparison.Ordinal))[(key.Length + 1)..]);

    [Fact]
    public void The_units_stop_outlasts_the_default_drain()
    {
        string stop = File.ReadLines(s_unit).Single(l => l.StartsWith("TimeoutStopSec=", StringComparison.Ordinal));
        int drainSeconds = new Node.Configuration.ShutdownConfiguration().DrainTimeoutMs / 1000;

        Assert.True(int.Parse(stop["TimeoutStopSec=".Length..]) >= drainSeconds + 30, stop);
    }

    /// <summary>The program is not where the unit says on a test machine, and only that may be found wanting.</summary>
    [Fact]
    public void The_unit_is_one_that_systemd_accepts()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
        {
            Assert.All(File.ReadLines(s_unit).Where(l => l.Length > 0 && l[0] is not ('#' or '[')), l => Assert.Contains('=', l));
            return;
        }

        using TemporaryFolder folder = new();
        string unit = Path.Combine(folder.Path, "ledger@.service");
        File.WriteAllText(unit, File.ReadAllText(s_unit).Replace("/usr/bin/ledger", "/bin/true", StringComparison.Ordinal));
        string right = Verify(unit);
        File.AppendAllText(unit, "[Service]\nNoNewPrivilege=yes\n");
        string wrong = Verify(unit);

        Assert.DoesNotContain("ledger@", right);
        Assert.Contains("NoNewPrivilege", wrong);
    }

    private static string Verify(string unit)
    {
        string instance = unit.Replace("ledger@.service", "ledger@sz-1.service", StringComparison.Ordinal);
        ProcessStartInfo start = new("systemd-analyze", ["verify", "--man=no", instance]) { RedirectStandardError = true };
        using Process verify = Process.Start(start)!;
        string said = verify.StandardError.ReadToEnd();
        verify.WaitForExit();
        return said;
    }

    private static string Receive(Socket socket)
    {
        byte[] bytes = new byte[256];
        return Encoding.UTF8.GetString(bytes, 0, socket.Receive(bytes));
    }
}
