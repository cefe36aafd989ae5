using Ledger.Client.V1;

namespace Ledger.Node.Running;

/// <summary>What a status says of protocol versions: in force, of the program, and to come, for people.</summary>
public static class ProtocolWords
{
    public static string English(StatusResponse s)
        => $"{s.Protocol} in force, the program has up to {s.ProgramProtocol}"
            + (s.NextProtocol == 0 ? ""
                : $"; {s.NextProtocol} from height {s.NextProtocolHeight}"
                    + (s.NextProtocol > s.ProgramProtocol ? ": THIS PROGRAM STOPS THERE, install a newer one" : ""));

    /// <summary>The same in simplified Chinese.</summary>
    public static string Chinese(StatusResponse s)
        => $"现行 {s.Protocol}，程序支持至 {s.ProgramProtocol}"
            + (s.NextProtocol == 0 ? ""
                : $"；自高度 {s.NextProtocolHeight} 起为 {s.NextProtocol}"
                    + (s.NextProtocol > s.ProgramProtocol ? "：本程序将在该处停止，请安装新版本" : ""));
}
