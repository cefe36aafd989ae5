using Ledger.Client;
using Ledger.Client.Light;
using Ledger.Client.Logs;
using Ledger.Node.Backups;
using Ledger.Node.Configuration;
using Ledger.Node.Running;
using Ledger.Protocol.Validators;
using Ledger.Storage;

namespace Ledger.Node.Commands;

/// <summary>Gives every exception that reaches the command line its exit code and its line.</summary>
internal static class FailureLine
{
    public static CommandFailure Of(Exception exception) => exception switch
    {
        CommandFailure failure => failure,
        LedgerRpcException rpc => OfRpc(rpc),
        AnchorException anchor => new CommandFailure(CodeOf(anchor.Fault), anchor.Message, WordOf(anchor.Fault)),
        LightException light => new CommandFailure(ExitCode.Invalid, light.Message, WordOf(light.Fault)),
        LogException log => OfLog(log),
        BackupException backup => new CommandFailure(ExitCode.Storage, backup.Message, backup.Fault.ToString()),
        StorageFaultException fault => new CommandFailure(ExitCode.Storage, fault.Message, fault.Fault.ToString()),
        StorageFailure disk => new CommandFailure(ExitCode.Disk, disk.Message, disk.Trouble.ToString()),
        StartRefusedException start => new CommandFailure(ExitCode.Start, start.Message, start.Refusal.ToString()),
        UnsupportedProtocolException old =>
            new CommandFailure(ExitCode.Protocol, $"{old.Message} {ProtocolRemedy.Of(old)}", ProtocolRemedy.Name),
        OperationCanceledException => new CommandFailure(ExitCode.Interrupted, "stopped before the end"),
        ConfigurationException => new CommandFailure(ExitCode.File, exception.Message),
        IOException or InvalidDataException or UnauthorizedAccessException
            => new CommandFailure(ExitCode.File, exception.Message),
        _ => new CommandFailure(ExitCode.Internal, $"{exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>The failure on one line, whatever its message holds.</summary>
    public static string Write(CommandFailure failure)
        => $"ledger: {failure.Name}: {failure.Message.ReplaceLineEndings(" ")}";

    private static CommandFailure OfRpc(LedgerRpcException rpc) => rpc.Status switch
    {
        GrpcStatus.NotFound => new CommandFailure(ExitCode.NotFound, rpc.Message),
        GrpcStatus.Unavailable or GrpcStatus.DeadlineExceeded or GrpcStatus.Cancelled
            => new CommandFailure(ExitCode.Unreachable, rpc.Message),
        _ => new CommandFailure(ExitCode.Refused, rpc.Message, rpc.Code is null ? rpc.Status.ToString() : null),
    };

    private static ExitCode CodeOf(AnchorFault fault) => fault switch
    {
        AnchorFault.Pending => ExitCode.Pending,
        AnchorFault.BadReceipt or AnchorFault.BadHistory or AnchorFault.BadStatus or AnchorFault.WrongChain => ExitCode.Invalid,
        AnchorFault.NotAnchored => ExitCode.NotFound,
        AnchorFault.KeyNotOfIssuer => ExitCode.File,
        _ => ExitCode.Refused,
    };

    private static CommandFailure OfLog(LogException log) => log.Fault switch
    {
        LogFault.Unreachable => new CommandFailure(ExitCode.Unreachable, log.Message),
        LogFault.NotThere => new CommandFailure(ExitCode.NotFound, log.Message),
        LogFault.WitnessRefused => new CommandFailure(ExitCode.Refused, log.Message, WordOf(log.Fault)),
        _ => new CommandFailure(ExitCode.Invalid, log.Message, WordOf(log.Fault)),
    };

    /// <summary>Such as WRONG_CHAIN.</summary>
    private static string WordOf(Enum fault)
        => string.Concat($"{fault}".Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));

    private static string WordOf(AnchorFault fault) => fault switch
    {
        AnchorFault.WrongChain => "WRONG_CHAIN",
        AnchorFault.KeyNotOfIssuer => "KEY_NOT_OF_ISSUER",
        AnchorFault.RefusedInBlock => "REFUSED_IN_BLOCK",
        AnchorFault.Pending => "NOT_FINAL",
        AnchorFault.BadHistory => "BAD_HISTORY",
        AnchorFault.BadStatus => "BAD_STATUS",
        AnchorFault.NotAnchored => "NOT_ANCHORED",
        AnchorFault.StatusConflict => "STATUS_CONFLICT",
        _ => "BAD_RECEIPT",
    };
}
