using Ledger.Consensus;
using Ledger.Consensus.Safety;
using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Numbers;

namespace Ledger.Tests.Unit.Consensus;

/// <summary>One fact for each branch of <see cref="PrepareRule"/>: PROTOCOL.md N2 and V4.</summary>
public sealed class PrepareRuleTests
{
    private static readonly Digest BaseHash = Sha256.Hash("base"u8);

    private static readonly Digest LastHash = Sha256.Hash("last"u8);

    private static readonly Digest Stranger = Sha256.Hash("stranger"u8);

    /// <summary>
    /// In view 3, committed at 10, base at 12, last Prepare at 11 in view 2; asked about a child of base.
    /// </summary>
    private static readonly PrepareQuestion Fresh = new(
        IsOfEpoch: true,
        View: new View(3),
        Asked: new View(3),
        LastPrepare: At(2, 11),
        LastPreparedHash: LastHash,
        Committed: new Height(10),
        Window: 8,
        Base: new BlockRef(new Height(12), BaseHash),
        Block: new BlockRef(new Height(13), Stranger),
        Parent: BaseHash,
        ParentCertifiedInView: false);

    /// <summary>The same view after a Prepare at height 14; asked about the child of that block.</summary>
    private static readonly PrepareQuestion Running = Fresh with
    {
        LastPrepare = At(3, 14),
        Block = new BlockRef(new Height(15), Stranger),
        Parent = LastHash,
    };

    [Fact]
    public void E1_a_block_of_the_next_epoch_is_not_prepared()
        => Expect(PrepareVerdict.OtherEpoch, Fresh with { IsOfEpoch = false });

    [Fact]
    public void N2a_the_first_prepare_of_a_view_may_be_for_base_itself()
        => Expect(PrepareVerdict.Allowed, Fresh with { Block = Fresh.Base!.Value, Parent = Stranger });

    [Fact]
    public void N2a_the_first_prepare_of_a_view_may_be_for_a_child_of_base()
        => Expect(PrepareVerdict.Allowed, Fresh);

    [Fact]
    public void N2a_needs_an_adopted_base()
        => Expect(PrepareVerdict.NotConnected, Fresh with { Base = null });

    [Fact]
    public void N2a_a_stranger_above_base_is_not_connected()
        => Expect(PrepareVerdict.NotConnected, Fresh with { Parent = Stranger });

    [Fact]
    public void N2a_is_for_the_first_prepare_of_a_view_only()
        => Expect(PrepareVerdict.NotConnected, Running with { Parent = BaseHash });

    [Fact]
    public void N2a_holds_for_a_replica_that_has_never_prepared()
        => Expect(PrepareVerdict.Allowed, Fresh with { LastPrepare = null });

    [Fact]
    public void N2b_the_child_of_the_last_prepared_block_may_be_prepared()
        => Expect(PrepareVerdict.Allowed, Running);

    [Fact]
    public void N2b_a_child_of_a_block_prepared_in_an_earlier_view_is_not_connected()
        => Expect(PrepareVerdict.NotConnected, Fresh with { Parent = LastHash });

    [Fact]
    public void N2c_a_parent_certified_in_the_view_at_the_last_prepared_height_will_do()
        => Expect(PrepareVerdict.Allowed, Running with { Parent = Stranger, ParentCertifiedInView = true });

    [Fact]
    public void N2c_a_certified_parent_connects_a_first_prepare_too()
        => Expect(
            PrepareVerdict.Allowed,
            Fresh with
            {
                Block = new BlockRef(new Height(15), Stranger),
                Parent = Stranger,
                ParentCertifiedInView = true,
            });

    [Fact]
    public void N2c_without_the_certificate_the_same_parent_is_not_connected()
        => Expect(PrepareVerdict.NotConnected, Running with { Parent = Stranger });

    [Fact]
    public void N2_a_position_at_the_last_prepare_is_not_prepared_again()
        => Expect(
            PrepareVerdict.NotAboveLastPrepare,
            Running with { Block = new BlockRef(new Height(14), Stranger), ParentCertifiedInView = true });

    [Fact]
    public void N2_a_position_below_the_last_prepare_is_not_prepared_even_under_a_certified_parent()
        => Expect(
            PrepareVerdict.NotAboveLastPrepare,
            Running with { Block = new BlockRef(new Height(13), Stranger), ParentCertifiedInView = true });

    [Fact]
    public void N2_a_lower_height_in_a_higher_view_is_above_the_last_prepare()
        => Expect(PrepareVerdict.Allowed, Fresh with { LastPrepare = At(2, 17) });

    [Fact]
    public void N2_a_higher_height_in_a_lower_view_is_not_above_the_last_prepare()
        => Expect(PrepareVerdict.NotAboveLastPrepare, Fresh with { LastPrepare = At(4, 1) });

    [Fact]
    public void V2_nothing_is_prepared_in_a_view_that_a_view_change_left()
    {
        Expect(PrepareVerdict.ViewLeft, Fresh with { Asked = new View(4) });
        Expect(PrepareVerdict.ViewLeft, Running with { Asked = new View(4) });
    }

    [Fact]
    public void The_window_ends_w_above_the_committed_height()
    {
        PrepareQuestion edge = Running with { LastPrepare = At(3, 17), Block = new BlockRef(new Height(18), Stranger) };

        Expect(PrepareVerdict.Allowed, edge);
        Expect(
            PrepareVerdict.BeyondWindow,
            edge with { LastPrepare = At(3, 18), Block = new BlockRef(new Height(19), Stranger) });
    }

    [Fact]
    public void V4_another_block_at_the_height_of_base_is_refused()
        => Expect(
            PrepareVerdict.AtOrBelowBase,
            Fresh with { Block = new BlockRef(new Height(12), Stranger), ParentCertifiedInView = true });

    [Fact]
    public void V4_an_ancestor_of_base_is_refused()
        => Expect(
            PrepareVerdict.AtOrBelowBase,
            Fresh with { Block = new BlockRef(new Height(11), Stranger), ParentCertifiedInView = true });

    [Fact]
    public void V4_base_is_prepared_again_even_at_or_below_the_committed_height()
        => Expect(
            PrepareVerdict.Allowed,
            Fresh with { Block = Fresh.Base!.Value, Parent = Stranger, Committed = new Height(12) });

    private static void Expect(PrepareVerdict verdict, PrepareQuestion question)
        => Assert.Equal(verdict, PrepareRule.Judge(question));

    private static Position At(ulong view, ulong height) => new(new View(view), new Height(height));
}
