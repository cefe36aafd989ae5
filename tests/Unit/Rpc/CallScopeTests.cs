using Ledger.Client.Errors;
using Ledger.Node.Rpc;
using Ledger.Node.Running;
using Ledger.Tests.Unit.Engine;

namespace Ledger.Tests.Unit.Rpc;

/// <summary>What the caller is told of a call's end that no answer came before.</summary>
public sealed class CallScopeTests
{
    [Fact]
    public async Task An_engine_that_stops_while_it_is_asked_is_no_fault_of_the_call()
    {
        using EngineLoop loop = new(new SingleNode().Engine, new NodeClock());
        Task<int> asked = loop.AskAsync(_ => 0, CancellationToken.None);
        Task stopped = loop.StopAsync();
        loop.Start();
        await stopped;
        List<Exception> faults = [];
        using CallScope scope = new(TimeSpan.FromMinutes(1), ErrorCode.DeadlineExceeded, default, default, faults.Add);

        Exception? ended = await Record.ExceptionAsync(() => scope.AnswerAsync(asked));

        Assert.Equal("NOT_READY", scope.Explain(ended!).Code);
        Assert.Empty(faults);
    }
}
