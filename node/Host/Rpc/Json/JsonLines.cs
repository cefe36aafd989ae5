using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Ledger.Client.Errors;
using Ledger.Client.V1;
using Ledger.Node.Rpc.Edge;
using Ledger.Node.Rpc.Services;
using Microsoft.AspNetCore.Http;

namespace Ledger.Node.Rpc.Json;

/// <summary>Takes submissions off a body of lines, one JSON object on each, no faster than they are asked for.</summary>
/// <remarks>
/// A line that is no request is a refused submission: the lines after it are read on. A line over the bound ends the
/// call, for its end is not waited for. Empty lines are skipped.
/// </remarks>
internal static class JsonLines
{
    public static async IAsyncEnumerable<Submission> ReadAsync(
        HttpRequest request,
        ByteBudget budget,
        int maxRequestBytes,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        long most = JsonBody.MostBytes(maxRequestBytes);
        PipeReader body = JsonBody.Open(request);
        using HeldBytes held = new(budget);
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellation);
            ReadOnlySequence<byte> rest = read.Buffer;
            while (TryTakeLine(ref rest, read.IsCompleted, out ReadOnlySequence<byte> line))
            {
                ExpectShort(line, most);
                if (Parse(line) is { } submission)
                {
                    yield return submission;
                }
            }

            if (read.IsCompleted)
            {
                yield break;
            }

            ExpectShort(rest, most);
            held.Set(rest.Length);
            body.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        SequencePosition? end = rest.PositionOf((byte)'\n');
        line = end is { } position ? rest.Slice(0, position) : rest;
        rest = end is { } newline ? rest.Slice(rest.GetPosition(1, newline)) : rest.Slice(rest.End);
        bool taken = end is not null || (isLast && !line.IsEmpty);
        rest = taken ? rest : line;
        return taken;
    }

    /// <summary>Null for a line with nothing on it.</summary>
    private static Submission? Parse(in ReadOnlySequence<byte> line)
    {
        byte[] utf8 = line.ToArray();
        if (utf8.AsSpan().Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            return new Submission(MessageJsonReader.Read<SubmitRequest>(utf8), null);
        }
        catch (RpcException refused)
        {
            return new Submission(null, refused);
        }
    }

    private static void ExpectShort(in ReadOnlySequence<byte> line, long most)
    {
        if (line.Length > most)
        {
            throw new RpcException(ErrorCode.RequestTooLarge, $"at most {most} bytes of a line are taken");
        }
    }
}
