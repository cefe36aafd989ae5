using System.CommandLine;
using Ledger.Testnet.Measure.Reads;

namespace Ledger.Testnet.Commands;

/// <summary>The process that <c>bench --reads</c> compares a validator with.</summary>
internal static class ServeNothingCommand
{
    public static Command Create()
    {
        Argument<int> grpc = new("grpc-port");
        Argument<int> json = new("json-port");
        Argument<int> http = new("http-port");
        Command command = new(EmptyProcess.Verb, "Answers calls with nothing, for bench --reads.")
        {
            grpc, json, http,
        };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => EmptyServer.RunAsync(
            parsed.GetValue(grpc), parsed.GetValue(json), parsed.GetValue(http), cancellation));
        return command;
    }
}
