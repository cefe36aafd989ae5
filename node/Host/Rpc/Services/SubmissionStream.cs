using System.Threading.Channels;
using Ledger.Client.V1;

namespace Ledger.Node.Rpc.Services;

/// <summary>Many submissions on one call: handed in in their order, answered in their order, waiting side by side.</summary>
/// <remarks>
/// Up to <see cref="RpcOptions.MaxSubmissionsInFlight"/> wait at once, so that a stream that waits for receipts fills
/// blocks instead of getting one transaction into each. A refusal answers its own submission only. What ends the call
/// (broken framing, its deadline, the node's stop) comes after the answers to everything read before.
/// </remarks>
internal sealed class SubmissionStream(ILedgerGateway gateway, RpcOptions options)
{
    /// <summary>Refusals a summary lists; further ones are counted by what is missing in the sums.</summary>
    public const int MaxRefusalsListed = 1024;

    public Task<SubmitBatchResponse> SumUpAsync(IAsyncEnumerable<SubmitRequest> requests, CallScope scope)
        => SumUpAsync(requests.Select(request => new Submission(request, null)), scope);

    public IAsyncEnumerable<SubmitStreamResponse> AnswerAsync(IAsyncEnumerable<SubmitRequest> requests, CallScope scope)
        => AnswerAsync(requests.Select(request => new Submission(request, null)), scope);

    /// <summary>Hands in all of them and says in one message what became of them.</summary>
    public async Task<SubmitBatchResponse> SumUpAsync(IAsyncEnumerable<Submission> submissions, CallScope scope)
    {
        SubmitBatchResponse sum = new();
        await foreach (SubmitStreamResponse answer in AnswerAsync(submissions, scope))
        {
            Add(sum, answer);
        }

        return sum;
    }

    /// <summary>One answer for each, in their order.</summary>
    public async IAsyncEnumerable<SubmitStreamResponse> AnswerAsync(
        IAsyncEnumerable<Submission> submissions, CallScope scope)
    {
        SubmissionWindow window = new(options.MaxSubmissionsInFlight, options.MaxSubmissionBytesInFlight);
        Channel<PendingAnswer> started = Channel.CreateUnbounded<PendingAnswer>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        using CancellationTokenSource left = CancellationTokenSource.CreateLinkedTokenSource(scope.Token);
        Task reading = ReadAsync(submissions, window, started.Writer, scope, left.Token);
        try
        {
            await foreach (PendingAnswer pending in started.Reader.ReadAllAsync(scope.Token))
            {
                SubmitStreamResponse answer = await pending.Answer;
                window.Leave(pending.Bytes);
                yield return answer;
            }
        }
        finally
        {
            await left.CancelAsync();
            await reading;
        }
    }

    // Ends without an exception: what went wrong is the channel's end, behind the answers to what was read before.
    private async Task ReadAsync(
        IAsyncEnumerable<Submission> submissions,
        SubmissionWindow window,
        ChannelWriter<PendingAnswer> started,
        CallScope scope,
        CancellationToken left)
    {
        Exception? end = null;
        try
        {
            ulong index = 0;
            await foreach (Submission submission in submissions.EndIdle(
                options.MaxSubmitStreamIdle, options.IdleClock, () => window.IsEmpty, left))
            {
                await window.EnterAsync(submission.Bytes, left);
                started.TryWrite(new PendingAnswer(AnswerAsync(index++, submission, scope), submission.Bytes));
            }
        }
        catch (Exception exception)
        {
            end = exception;
        }

        started.Complete(end);
    }

    private async Task<SubmitStreamResponse> AnswerAsync(ulong index, Submission submission, CallScope scope)
    {
        try
        {
            SubmitRequest request = submission.Request ?? throw submission.Refused!;
            SubmitResponse response = await scope.AnswerAsync(gateway.SubmitAsync(request, scope.Token));
            return new SubmitStreamResponse { Index = index, Response = response };
        }
        catch (Exception exception) when (!scope.Token.IsCancellationRequested)
        {
            return new SubmitStreamResponse { Index = index, Refusal = RefusalOf(scope.Explain(exception)) };
        }
    }

    private static Refusal RefusalOf(RpcException refused) => new()
    {
        Code = refused.Code,
        GrpcStatus = (int)refused.Status,
        Message = refused.Why,
        MessageZh = refused.WhyZh,
    };

    private static void Add(SubmitBatchResponse sum, SubmitStreamResponse answer)
    {
        sum.Received++;
        if (answer.Response is { } response)
        {
            bool isNew = response.Admission == Admission.Accepted;
            sum.Accepted += isNew ? 1UL : 0;
            sum.AlreadyKnown += isNew ? 0 : 1UL;
        }
        else if (sum.Refused.Count < MaxRefusalsListed)
        {
            sum.Refused.Add(new IndexedRefusal { Index = answer.Index, Refusal = answer.Refusal });
        }
        else
        {
            sum.RefusedTruncated = true;
        }
    }

    private readonly record struct PendingAnswer(Task<SubmitStreamResponse> Answer, int Bytes);
}
