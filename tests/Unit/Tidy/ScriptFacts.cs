using System.Diagnostics;
using System.Runtime.Versioning;

namespace Ledger.Tests.Unit.Tidy;

/// <summary>Shell scripts can be started, and parse.</summary>
[SupportedOSPlatform("linux")]
public sealed class ScriptFacts
{
    public static TheoryData<string> Scripts
        => [.. SourceTree.Files.Where(file => file.IsShellScript).Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_is_executable(string path)
    {
        UnixFileMode mode = File.GetUnixFileMode(SourceTree.Absolute(path));

        Assert.True(mode.HasFlag(UnixFileMode.UserExecute), $"chmod +x {path}");
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_parses(string path) => Assert.Equal("", Faults(File.ReadAllText(SourceTree.Absolute(path))));

    [Fact]
    public void A_planted_fault_is_caught() => Assert.NotEqual("", Faults("if true; then echo never closed"));

    private static string Faults(string script)
    {
        ProcessStartInfo start = new("bash", ["-n"]) { RedirectStandardInput = true, RedirectStandardError = true };
        using Process bash = Process.Start(start)!;
        bash.StandardInput.Write(script);
        bash.StandardInput.Close();
        string faults = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return faults;
    }
}
