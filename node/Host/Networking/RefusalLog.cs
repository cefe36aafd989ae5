using System.Net;

namespace Ledger.Node.Networking;

/// <summary>Counts refusals by kind and passes each on to the sink.</summary>
internal sealed class RefusalLog(IFrameSink sink)
{
    private static readonly PeerRefusal[] s_kinds = Enum.GetValues<PeerRefusal>();

    private readonly long[] _counts = new long[s_kinds.Length];

    public void Note(PeerRefusal refusal, Peer? peer, EndPoint? remote)
    {
        Interlocked.Increment(ref _counts[(int)refusal]);
        if (peer is not null)
        {
            peer.LastRefusal = refusal;
        }

        sink.OnRefused(refusal, peer?.Number, remote);
    }

    public RefusalCount[] Snapshot() =>
    [
        .. from kind in s_kinds
           where kind != PeerRefusal.None
           select new RefusalCount(kind, Interlocked.Read(ref _counts[(int)kind])),
    ];
}
