using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;

namespace Ledger.Simulation.Cast;

/// <summary>As primary it commits little, and just before the others' patience ends, for as long as they let it.</summary>
/// <remarks>Each proposal waits most of the base timeout; a batch is taken in only when it comes for the second time.</remarks>
public sealed class SlowPrimary(IStage stage) : Adversary(stage)
{
    /// <summary>Leaves room for three message delays before the timer ends.</summary>
    private const ulong PatiencePercent = 70;

    private const int MostRemembered = 4_096;

    private readonly Dictionary<Digest, ulong> _releases = [];
    private readonly HashSet<Digest> _refused = [];
    private ulong _lastMs;

    public override void Say(ValidatorIndex to, Message message)
    {
        if (message is PrePrepare proposal && proposal.Sender == Stage.Self)
        {
            ulong atMs = ReleaseOf(proposal.Block.Hash);
            Stage.Later(atMs - Math.Min(atMs, Stage.NowMs), () => Transmit(to, proposal));
        }
        else
        {
            Transmit(to, message);
        }
    }

    public override bool Hears(Message message)
        => message is not BatchMessage batch || !IsPrimary || !Remember(batch.Batch.Digest);

    private bool Remember(Digest batch)
    {
        if (_refused.Count == MostRemembered)
        {
            _refused.Clear();
        }

        return _refused.Add(batch);
    }

    private ulong ReleaseOf(Digest block)
    {
        if (!_releases.TryGetValue(block, out ulong atMs))
        {
            ulong pauseMs = Epoch.Parameters.BaseTimeoutMs * PatiencePercent / 100;
            atMs = _lastMs = Math.Max(Stage.NowMs, _lastMs) + pauseMs;
            if (_releases.Count == MostRemembered)
            {
                _releases.Clear();
            }

            _releases.Add(block, atMs);
        }

        return atMs;
    }
}
