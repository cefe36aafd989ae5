using System.Buffers.Binary;
using Ledger.Engine;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Node.Running;

/// <summary>Writes a line to standard error before each signed message is handed on: a test's way to see order from outside.</summary>
/// <remarks>
/// With the environment variable <c>LEDGER_TRACE_PROMISES=1</c>. The line is <c>send KIND VIEW HEIGHT</c>, height 0 for a
/// ViewChange. TLS hides a frame from a system call trace, this line does not; the frame's write can only come after it.
/// </remarks>
public sealed class PromiseTrace(ITransport inner) : ITransport
{
    public static bool IsAskedFor => Environment.GetEnvironmentVariable("LEDGER_TRACE_PROMISES") == "1";

    public void Send(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame)
    {
        MessageKind kind = (MessageKind)frame.Span[0];
        if (kind is MessageKind.Prepare or MessageKind.Commit or MessageKind.ViewChange)
        {
            ReadOnlySpan<byte> body = frame.Span[Envelope.HeaderBytes..];
            ulong view = BinaryPrimitives.ReadUInt64BigEndian(body);
            ulong height = kind == MessageKind.ViewChange ? 0 : BinaryPrimitives.ReadUInt64BigEndian(body[sizeof(ulong)..]);
            Console.Error.WriteLine($"send {kind} {view} {height}");
        }

        inner.Send(to, lane, frame);
    }
}
