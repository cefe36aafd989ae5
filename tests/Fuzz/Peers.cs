using Ledger.Consensus;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Consensus;
using Ledger.Tests.Unit.Protocol;

namespace Ledger.Tests.Fuzz;

/// <summary>Validators 1 and 2 are honest and run view 0 until they leave it; 3 says whatever it can sign.</summary>
/// <remarks>
/// The honest ones' ViewChanges carry the certificate of what they prepared, so that every certificate in play is one that
/// at most f faults leave possible. Validator 0 is the replica under test.
/// </remarks>
internal sealed class Peers(Committee four, TinyRandom random)
{
    private const int Length = 24;

    private readonly Block[] _chain = four.Run(Length);
    private readonly Block[] _rivals = four.Run(Length, salt: 1);
    private readonly HashSet<ulong> _opened = [];
    private readonly List<Message> _said = [];
    private int _calm = random.Below(160);
    private int _proposed;
    private int _voted;
    private ulong _honestView;

    /// <summary>How far the honest ones have voted: nothing above can be committed.</summary>
    public ulong HonestHeight => (ulong)_voted;

    /// <summary>Rivals above a height do not execute.</summary>
    public bool IsValid(Block block) => block.Height.Value < 12 || _chain.Contains(block);

    /// <summary>A calm start first: with one liar and one timer of its own a replica leaves view 0 at once.</summary>
    public Input Next(Replica replica) => random.Below(3) switch
    {
        _ when _calm-- > 0 => Said(NormalCase()),
        0 => Said(Byzantine()),
        1 => Said(Honest()),
        _ => Local(replica),
    };

    /// <summary>What is signed is anybody's to say again, at any time.</summary>
    private Input.Received Said(Message message)
    {
        if (message is PrePrepare or Vote or Suspect or ViewChange or NewView)
        {
            _said.Add(message);
        }

        return new Input.Received(message);
    }

    private Input Local(Replica replica) => random.Below(7) switch
    {
        0 => new Input.TimerFired(TimerKind.Progress),
        1 => new Input.TimerFired(TimerKind.Heartbeat),
        2 => new Input.WorkHeld(random.Bool()),
        3 => new Input.PeerConnected(Committee.At(1 + random.Below(3))),
        4 => new Input.BlockChecked(random.Digest(), random.Bool()),
        5 when replica.Slot is { } slot => new Input.Proposed(
            slot.View, four.Child(slot.Parent.Hash, slot.Parent.Height.Value + 1, salt: 2)),
        _ => new Input.Starved(),
    };

    private Message Honest()
    {
        if (_honestView == 0 && random.Below(12) != 0)
        {
            return NormalCase();
        }

        _honestView += random.Below(4) == 0 || _honestView == 0 ? 1UL : 0UL;
        int by = 1 + random.Below(2);
        bool primary = four.Primary(_honestView) == Committee.At(by);
        return primary && _opened.Add(_honestView)
            ? four.Open(_honestView, HonestLeave(1), HonestLeave(2), four.Leave(3, _honestView))
            : random.Bool() ? HonestLeave(by) : four.Ask(by, _honestView);
    }

    private Message NormalCase()
    {
        int by = 1 + random.Below(2);
        switch (random.Below(4))
        {
            case 0 when _proposed < Math.Min(Length, _voted + 4):
                return four.Propose(0, _chain[_proposed++]);
            case 1 when _voted < _proposed:
                return four.Prepare(by, 0, _chain[_voted++]);
            case 2 when _voted > 0:
                return four.Prepare(by, 0, _chain[random.Below(_voted)]);
            case 3 when _voted > 0:
                return four.Commit(by, 0, _chain[random.Below(_voted)]);
            default:
                return StatusBy(by, View.Zero);
        }
    }

    private ViewChange HonestLeave(int by) => four.Leave(by, _honestView, prepared: Highest());

    private QuorumCertificate? Highest()
        => _voted == 0 ? null : four.Certify(StatementType.Prepare, 0, _chain[_voted - 1]);

    private Message Byzantine()
    {
        ulong view = (ulong)random.Below(8);
        Block block = random.Below(4) == 0
            ? four.Child(random.Digest(), (ulong)random.Below(40), random.Below(256))
            : (random.Bool() ? _chain : _rivals)[random.Below(Length)];
        return random.Below(12) switch
        {
            0 => four.Propose(by: 3, view, block),
            1 => four.Propose(by: 3, 2, block),
            2 => four.Prepare(3, view, block),
            3 => four.Commit(3, view, block),
            4 => four.Ask(3, random.Below(9) == 0 ? ulong.MaxValue - 1 : view),
            5 => four.Leave(3, Math.Max(1, view), prepared: Highest()),
            6 => StatusBy(3, new View(view)),
            7 => new FetchBlocks(Committee.At(3), new Height((ulong)random.Below(9)), block.Hash),
            8 => new ChainSegment(Committee.At(3), [block], null),
            9 => Extreme(),
            10 when _said.Count > 0 => _said[random.Below(_said.Count)],
            _ => Opened(),
        };
    }

    /// <summary>Numbers beside which one more is none.</summary>
    private Message Extreme()
    {
        ulong most = ulong.MaxValue - (ulong)random.Below(4);
        Block block = four.Child(random.Digest(), most);
        return random.Below(8) switch
        {
            0 => four.Ask(3, most),
            1 => four.Leave(3, most),
            2 => four.Propose(3, most, block),
            3 => four.Propose(3, 2, block),
            4 => four.Prepare(3, 0, block),
            5 => four.Commit(3, most, block),
            6 => new FetchBlocks(Committee.At(3), new Height(most), random.Digest()),
            _ => new Status(
                Committee.At(3), new View(most), random.Bool(), new View(most), new Height(most), new Height(most)),
        };
    }

    /// <summary>View 2 is validator 3's; it may open it over different quorums.</summary>
    private Message Opened() => _honestView < 2
        ? four.Ask(3, 2)
        : four.Open(
            2,
            four.Leave(1, 2, prepared: Highest()),
            four.Leave(2, 2, prepared: Highest()),
            four.Leave(3, 2, prepared: random.Bool() ? Highest() : null));

    private Status StatusBy(int by, View view)
        => new(
            Committee.At(by),
            view,
            random.Bool(),
            view,
            new Height((ulong)random.Below(9)),
            new Height((ulong)random.Below(9)));
}
