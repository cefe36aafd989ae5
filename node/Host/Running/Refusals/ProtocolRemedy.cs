using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>What the operator does about a program that is too old, or too young, for its chain (PROTOCOL.md P1).</summary>
public static class ProtocolRemedy
{
    /// <summary>As logs, error lines and tests name it.</summary>
    public const string Name = "ProtocolUnsupported";

    /// <summary>In English, then in simplified Chinese: whoever is called at night reads one of them.</summary>
    public static string Of(UnsupportedProtocolException old) => $"{English(old)} {Chinese(old)}";

    public static string English(UnsupportedProtocolException old)
        => $"Install a program that has protocol version {old.Version} and start it on the same data directory: it goes on from height "
            + $"{old.Start}. Nothing was signed there, and nothing is lost.";

    public static string Chinese(UnsupportedProtocolException old)
        => $"请安装支持协议版本 {old.Version} 的程序，并在同一数据目录上启动：它将从高度 {old.Start} 继续。该高度起未签署任何内容，数据没有丢失。";
}
