using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Tests.Unit.Consensus;

namespace Ledger.Tests.Unit.Protocol;

/// <summary>Each <see cref="OpenFault"/> beside the good message it is made from.</summary>
public sealed class MessageOpenerFacts
{
    private static readonly Committee Four = new();

    private static readonly Block[] Chain = Four.Run(3);

    private static readonly MessageOpener Opener = new(Four.Genesis.Configuration, Committee.Suites);

    private static readonly QuorumCertificate Prepared = Four.Certify(StatementType.Prepare, 2, Chain[0]);

    private static readonly QuorumCertificate Committed = Four.Certify(StatementType.Commit, 2, Chain[0]);

    private static readonly QuorumCertificate TooFew = Four.Certify(StatementType.Prepare, 2, Chain[0], 0b0011);

    [Fact]
    public void A_frame_that_does_not_decode_is_malformed()
    {
        byte[] good = Four.Prepare(1, 0, Chain[0]).ToFrame(default);

        Expect(OpenFault.None, good);
        Expect(OpenFault.Malformed, [.. good, 0]);
        Expect(OpenFault.Malformed, good[..^1]);
        Expect(OpenFault.Malformed, []);
    }

    [Fact]
    public void A_vote_of_nobody_or_with_anothers_signature_is_refused()
    {
        Vote vote = Four.Prepare(1, 0, Chain[0]);

        Expect(OpenFault.WrongSender, vote with { Sender = Committee.At(4) });
        Expect(OpenFault.BadSignature, vote with { Sender = Committee.At(2) });
        Expect(OpenFault.BadSignature, vote with { Statement = vote.Statement with { View = new View(1) } });
    }

    [Fact]
    public void C1_cosignatures_are_of_their_senders_keys_over_this_chain_this_tree_and_this_time()
    {
        BlockHeader header = Chain[0].Header;
        Cosigned good = Cosigned.Sign(Committee.At(1), header, Committee.CosignersOf(1));

        Expect(OpenFault.None, good);
        Expect(OpenFault.WrongSender, good with { Sender = Committee.At(4) });
        Expect(OpenFault.BadSignature, good with { Sender = Committee.At(2) });
        Expect(OpenFault.BadSignature, good with { TimeSeconds = good.TimeSeconds + 1 });
        Expect(OpenFault.BadSignature, good with { Checkpoint = good.Checkpoint with { Size = 2 } });
        Expect(OpenFault.BadSignature, good with { Checkpoint = good.Checkpoint with { RootSm3 = Chain[1].Hash } });
        Expect(OpenFault.BadSignature, Cosigned.Sign(Committee.At(1), header with { ChainId = Chain[1].Hash }, Committee.CosignersOf(1)));
        for (int i = 0; i < Cosigned.SignaturesBytes; i += SignatureSuites.SignatureSize)
        {
            byte[] forged = good.Signatures.ToArray();
            forged[i] ^= 1;
            Expect(OpenFault.BadSignature, good with { Signatures = forged });
        }

        Expect(OpenFault.Malformed, good with { TimeSeconds = 1UL << 63 });
        Assert.Equal(Committee.At(1), SenderOf(good, ValidatorIndex.FirstGuest));
        Assert.Equal(OpenFault.BadSignature, Open(good with { TimeSeconds = 1 }, ValidatorIndex.FirstGuest));
        Assert.Equal(OpenFault.WrongSender, Open(good with { Sender = new(ValidatorIndex.FirstGuest) }, ValidatorIndex.FirstGuest));
        Assert.Equal(OpenFault.ForeignEpoch, Opener.TryOpen(new Envelope(Committee.At(1), good.ToFrame(new Epoch(1))), out _));
    }

    [Fact]
    public void An_unsigned_message_is_of_whose_channel_it_came_on_and_a_signed_one_of_whose_signature_it_is()
    {
        FetchBlocks fetch = new(Committee.At(1), Height.Genesis, Chain[0].Hash);

        Assert.Equal(Committee.At(1), SenderOf(fetch, from: 1));
        Assert.Equal(Committee.At(2), SenderOf(fetch, from: 2));
        Assert.Equal(Committee.At(1), SenderOf(Four.Prepare(1, 0, Chain[0]), from: 2));
    }

    [Fact]
    public void A_guest_has_no_say_and_may_ask_and_answer()
    {
        byte guest = ValidatorIndex.FirstGuest;
        FetchBlocks fetch = new(ValidatorIndex.None, Height.Genesis, Chain[0].Hash);

        Assert.Equal(new ValidatorIndex(guest), SenderOf(fetch, guest));
        Assert.Equal(new ValidatorIndex(guest), SenderOf(new FetchCosigned(Committee.At(1), 7), guest));
        Assert.Equal(new ValidatorIndex(guest), SenderOf(Segment(Chain[..1], Committed), guest));
        Assert.Equal(OpenFault.BadCertificate, Open(Segment(Chain[..1], Four.Certify(StatementType.Commit, 2, Chain[0], 0b0011)), guest));
        Assert.Equal(OpenFault.WrongSender, Open(Four.Prepare(1, 0, Chain[0]), guest));
    }

    [Fact]
    public void V3_a_view_change_carries_certificates_of_earlier_views_alone()
    {
        Expect(OpenFault.None, Four.Leave(1, 3, Committed, Prepared));
        Expect(OpenFault.Inconsistent, Four.Leave(1, 2, prepared: Prepared));
        Expect(OpenFault.Inconsistent, Four.Leave(1, 2, commit: Committed));
        Expect(OpenFault.Inconsistent, Four.Leave(1, 3, commit: Prepared));
        Expect(OpenFault.BadCertificate, Four.Leave(1, 3, prepared: TooFew));
    }

    [Fact]
    public void V3_a_new_view_carries_a_quorum_of_distinct_view_changes_for_itself()
    {
        ViewChange[] changes = [Four.Leave(0, 3), Four.Leave(1, 3, Committed), Four.Leave(2, 3)];

        Expect(OpenFault.None, Four.Open(3, changes));
        Expect(OpenFault.BadCertificate, Four.Open(3, changes[..2]));
        Expect(OpenFault.Inconsistent, Four.Open(3, [.. changes[..2], changes[1]]));
        Expect(OpenFault.Inconsistent, Four.Open(3, [.. changes[..2], Four.Leave(2, 4)]));
        Expect(OpenFault.BadSignature, Four.Open(3, [.. changes[..2], changes[2] with { Sender = Committee.At(3) }]));
        Expect(OpenFault.BadCertificate, Four.Open(3, [.. changes[..2], Four.Leave(2, 3, prepared: TooFew)]));
    }

    /// <summary>Header, hash and signature are the agreed ones: a validator that took the batches for theirs would halt.</summary>
    [Fact]
    public void A_block_over_batches_that_are_not_its_headers_is_refused_wherever_it_stands()
    {
        PrePrepare good = Four.Propose(0, Chain[0]);
        Block other = new(Chain[0].Header, [Chain[1].Hash]);
        Assert.Equal(Chain[0].Hash, other.Hash);

        Expect(OpenFault.None, good);
        Expect(OpenFault.Inconsistent, good with { Block = other });
        Expect(OpenFault.Inconsistent, Segment([other], Four.Certify(StatementType.Commit, 0, Chain[0])));
        Expect(OpenFault.Inconsistent, Segment([other, .. Chain[1..]], Four.Certify(StatementType.Commit, 0, Chain[2])));
        Expect(OpenFault.Inconsistent, Segment([other], null));
    }

    [Fact]
    public void A_segment_is_a_chain_and_its_certificate_is_of_its_last_block()
    {
        QuorumCertificate last = Four.Certify(StatementType.Commit, 0, Chain[2]);

        Expect(OpenFault.None, Segment(Chain, last));
        Expect(OpenFault.None, Segment(Chain, null));
        Expect(OpenFault.Inconsistent, Segment([Chain[0], Chain[2]], last));
        Expect(OpenFault.Inconsistent, Segment(Chain[..2], last));
        Expect(OpenFault.Inconsistent, Segment(Chain, Four.Certify(StatementType.Prepare, 0, Chain[2])));
        Expect(OpenFault.BadCertificate, Segment(Chain, Four.Certify(StatementType.Commit, 0, Chain[2], 0b1001)));
    }

    [Fact]
    public void E2_what_is_signed_in_another_epoch_is_nobodys_here_and_what_is_not_signed_is_its_channels()
    {
        Message[] signed =
        [
            Four.Prepare(1, 0, Chain[0]), Four.Propose(1, 1, Chain[0]), Four.Ask(1, 1), Four.Leave(1, 1), Segment(Chain, null),
        ];
        Status status = new(Committee.At(9), View.Zero, true, View.Zero, Height.Genesis, Height.Genesis);

        Assert.All(signed, m => Assert.Equal(OpenFault.ForeignEpoch, OpenForeign(m, out Message? _)));
        Assert.Equal(OpenFault.None, OpenForeign(status, out Message? opened));
        Assert.Equal(status with { Sender = Committee.At(1) }, opened);
        Assert.Equal(Committee.At(1), SenderOf(status, 1));
    }

    private static ValidatorIndex SenderOf(Message message, byte from)
    {
        Envelope envelope = new(new ValidatorIndex(from), message.ToFrame(default));
        Assert.Equal(OpenFault.None, Opener.TryOpen(envelope, out Message? opened));
        return opened!.Sender;
    }

    private static OpenFault OpenForeign(Message message, out Message? opened)
        => Opener.TryOpen(new Envelope(Committee.At(1), message.ToFrame(new Epoch(1))), out opened);

    private static ChainSegment Segment(Block[] chain, QuorumCertificate? certificate)
        => new(Committee.At(1), chain, certificate);

    private static void Expect(OpenFault fault, Message message)
        => Assert.Equal(fault, Open(message, message.Sender.Value));

    private static void Expect(OpenFault fault, byte[] frame)
        => Assert.Equal(fault, Opener.TryOpen(new Envelope(Committee.At(1), frame), out Message? _));

    private static OpenFault Open(Message message, int from)
        => Opener.TryOpen(new Envelope(Committee.At(from), message.ToFrame(default)), out Message? _);
}
