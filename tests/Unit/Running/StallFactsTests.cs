using Ledger.Client.V1;
using Ledger.Node.Running;

namespace Ledger.Tests.Unit.Running;

/// <summary>Each cause of a stall, from the facts to the word and to the sentence.</summary>
public sealed class StallFactsTests
{
    private static readonly StallFacts Healthy = StallWorld.Healthy;

    [Fact]
    public void A_network_that_commits_has_no_stall()
        => Assert.Equal(("", "", StallCause.Unspecified), Words(Healthy));

    [Fact]
    public void One_of_four_missing_is_no_stall_and_is_named_all_the_same()
    {
        StatusResponse status = StallWorld.Status(Healthy.Silent(12_000, "sg-2"));

        Assert.Equal(StallCause.Unspecified, status.StallCause);
        Assert.Equal(["sg-2"], status.Missing);
    }

    [Fact]
    public void Two_of_four_missing_in_two_regions_is_a_quorum_that_cannot_be_reached()
    {
        (string english, string chinese, StallCause cause) = Words(Healthy.Silent(12_000, "sz-2", "sg-1"));

        Assert.Equal(StallCause.QuorumUnreachable, cause);
        Assert.Equal("need 3 votes, have 2, missing sg-1 and sz-2 for 12 s", english);
        Assert.Equal("需要 3 票，现有 2 票，sg-1 和 sz-2 已失联 12 秒", chinese);
    }

    [Fact]
    public void A_cut_between_two_regions_names_the_region()
    {
        (string english, string chinese, StallCause cause) = Words(Healthy.Silent(12_000, "sg-1", "sg-2"));

        Assert.Equal(StallCause.RegionUnreachable, cause);
        Assert.Equal("no validator of SG has been heard for 12 s (sg-1, sg-2)", english);
        Assert.Equal("SG 地区的所有验证节点（sg-1、sg-2）已失联 12 秒", chinese);
    }

    [Fact]
    public void A_region_short_of_its_minimum_is_named_though_the_quorum_is_there()
    {
        StallFacts facts = StallWorld.Facts(minimum: 2).Silent(5_000, "sg-2");

        Assert.Equal(
            ("too few validators of SG are reachable, missing sg-2 for 5 s",
                "SG 地区可达的验证节点不足，sg-2 已失联 5 秒", StallCause.RegionUnreachable),
            Words(facts));
    }

    [Fact]
    public void A_node_cut_from_everybody_misses_a_quorum_not_a_region()
        => Assert.Equal(StallCause.QuorumUnreachable, Words(Healthy.Silent(4_000, "sg-1", "sz-2", "sg-2")).Cause);

    [Fact]
    public void A_link_that_is_cut_silently_shows_though_its_connection_looks_open()
    {
        StallFacts before = Healthy.Silent(PeerFact.UnheardMs - 1, "sg-1", "sg-2");
        StallFacts after = Healthy.Silent(PeerFact.UnheardMs, "sg-1", "sg-2");

        Assert.Equal(StallCause.Unspecified, Words(before).Cause);
        Assert.All(after.Missing, p => Assert.True(p.Connected));
        Assert.Equal(StallCause.RegionUnreachable, Words(after).Cause);
    }

    [Fact]
    public void A_peer_never_heard_is_missing_since_the_start()
    {
        StallFacts facts = Healthy with
        {
            Peers = [.. Healthy.Peers.Select(p => p.Name == "sz-2" ? p : p with { Connected = false, HeardMsAgo = null })],
        };

        Assert.Equal("no validator of SG has been heard for 90 s (sg-1, sg-2)", Words(facts).English);
    }

    [Fact]
    public void A_stall_is_as_old_as_the_loss_of_the_last_vote_it_lacks()
    {
        StallWatch watch = new();
        watch.Observe(Healthy.Silent(20_000, "sg-1").Silent(PeerFact.UnheardMs, "sz-2"));
        StallFacts later = Healthy.Silent(30_000, "sg-1").Silent(13_000, "sz-2") with { NowMs = StallWorld.Now + 10_000 };

        Assert.Equal(13_000UL, watch.Observe(later));
        Assert.Equal(0UL, watch.Observe(Healthy with { NowMs = later.NowMs }));
    }

    [Theory]
    [InlineData(
        -3_600_000, "the clock of sz-1 is 3600 s behind the chain's, whose times sg-1 sets",
        "sz-1 的时钟比链慢 3600 秒（链的时间由主节点 sg-1 给出）")]
    [InlineData(
        3_600_000, "the clock of sz-1 is 3600 s ahead of the chain's, whose times sg-1 sets",
        "sz-1 的时钟比链快 3600 秒（链的时间由主节点 sg-1 给出）")]
    public void A_clock_an_hour_off_is_named_with_its_side(long offset, string english, string chinese)
    {
        StallFacts facts = Healthy with
        {
            HeadTimeMs = (ulong)((long)StallWorld.Now + Math.Max(0, -offset)),
            ClockOffsetMs = offset,
            NowMs = StallWorld.Now,
        };

        Assert.Equal((english, chinese, StallCause.ClockDrift), Words(facts));
    }

    [Fact]
    public void A_clock_within_the_drift_a_header_may_have_is_no_stall()
        => Assert.Equal(StallCause.Unspecified, Words(Healthy with { ClockOffsetMs = 5_000 }).Cause);

    [Fact]
    public void A_node_behind_its_peers_catches_up()
    {
        StallFacts behind = Healthy with { Height = 20, LastCommitMs = StallWorld.Now - 4_000 };

        Assert.Equal(
            ("behind the chain at height 20, peers are at 50, fetching for 0 s",
                "落后于链：本节点高度 20，其他节点高度 50，已同步 0 秒", StallCause.CatchingUp),
            Words(behind));
        Assert.Equal(StallCause.Unspecified, Words(behind with { LastCommitMs = StallWorld.Now - 100 }).Cause);
        Assert.Equal(StallCause.CatchingUp, Words(behind with { Height = 50, Decided = true }).Cause);
    }

    [Fact]
    public void A_view_that_is_awaited_is_a_view_change()
        => Assert.Equal(
            ("waiting for sg-1 to open view 7 for 0 s", "正在更换主节点：等待 sg-1 开启视图 7，已等待 0 秒",
                StallCause.ViewChange),
            Words(Healthy with { Participating = false }));

    [Fact]
    public void Work_that_waits_for_two_view_timeouts_with_everybody_there_is_no_progress()
    {
        StallWatch watch = new();
        StallFacts waiting = Healthy with { WorkWaits = true, LastCommitMs = StallWorld.Now - 60_000 };

        Assert.Equal(StallCause.Unspecified, StallWorld.Status(waiting, watch).StallCause);
        StatusResponse early = StallWorld.Status(waiting with { NowMs = StallWorld.Now + 1_999 }, watch);
        StatusResponse late = StallWorld.Status(waiting with { NowMs = StallWorld.Now + 2_000 }, watch);

        Assert.Equal(StallCause.Unspecified, early.StallCause);
        Assert.Equal(StallCause.NoProgress, late.StallCause);
        Assert.Equal(
            "every validator that is needed is reachable and 3 transactions, 900 bytes wait, "
                + "but no block was committed for 62 s (primary sg-1)",
            StallWords.English(late));
        Assert.Equal(
            "所需节点均可达，有 3 笔交易（900 字节）等待，但已 62 秒没有新区块（主节点 sg-1）", StallWords.Chinese(late));
    }

    [Fact]
    public void An_idle_network_may_go_without_blocks_for_ever()
        => Assert.Equal(
            StallCause.Unspecified, Words(Healthy with { LastCommitMs = null, NowMs = StallWorld.Now }).Cause);

    [Fact]
    public void Every_cause_has_its_stable_name()
        => Assert.Equal(
            ["UNSPECIFIED", "QUORUM_UNREACHABLE", "REGION_UNREACHABLE", "CATCHING_UP", "VIEW_CHANGE", "NO_PROGRESS", "CLOCK_DRIFT",
                "NO_SOURCE", "REJOIN_IMPOSSIBLE", "JOURNAL_OUTDATED"],
            StallCauses.All.Select(StallCauses.Name));

    [Fact]
    public void A_node_that_follows_needs_no_quorum_only_somebody_to_follow_from()
    {
        StallFacts follower = Healthy with { Mode = NodeMode.Following, Region = "" };

        Assert.Equal(StallCause.Unspecified, Words(follower.Silent(9_000, "sg-1", "sz-2")).Cause);
        Assert.Equal(
            ("follows the chain, and none of sg-1, sz-2 and sg-2 has been heard for 9 s", "本节点跟随链，但 sg-1、sz-2 和 sg-2 已失联 9 秒",
                StallCause.NoSource),
            Words(follower.Silent(9_000, "sg-1", "sz-2", "sg-2")));
    }

    [Fact]
    public void A_rejoin_among_a_quorum_that_votes_is_no_stall()
        => Assert.Equal(StallCause.Unspecified, Words(Rejoining(["sg-1", "sz-2", "sg-2"])).Cause);

    [Fact]
    public void A_rejoin_without_a_quorum_that_votes_says_what_the_operators_do()
    {
        (string english, string chinese, StallCause cause) = Words(Rejoining(["sg-1", "sz-2"]));

        Assert.Equal(StallCause.RejoinImpossible, cause);
        Assert.Equal(
            "2 of 4 validators vote and 3 must; the chain cannot go on without sg-2: start them, or let a quorum of the operators order "
            + "that all whose journals are lost vote again, this one as --recover sz-1=0000000000000000 of 'ledger governance propose'",
            english);
        Assert.StartsWith("4 个验证节点中仅 2 个投票，需要 3 个；缺少 sg-2 链无法继续", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejoin_that_hears_no_quorum_misses_that_first_and_one_that_is_gone_for_good_is_not_waited_for()
    {
        StallFacts rejoining = Rejoining(["sg-1", "sz-2"]);

        Assert.Equal(StallCause.QuorumUnreachable, Words(rejoining.Silent(9_000, "sg-1", "sz-2", "sg-2")).Cause);
        Assert.Equal(StallCause.RegionUnreachable, Words(rejoining.Silent(9_000, "sg-1", "sg-2")).Cause);
        Assert.Equal(StallCause.RejoinImpossible, Words(rejoining.Silent(9_000, "sg-2")).Cause);
    }

    [Fact]
    public void D2_an_outdated_journal_says_what_its_operator_does_whoever_can_be_heard()
    {
        StallFacts outdated = Healthy with { Mode = NodeMode.Following, JournalOutdated = true };
        (string english, string chinese, StallCause cause) = Words(outdated);

        Assert.Equal(StallCause.JournalOutdated, cause);
        Assert.Equal(
            "sz-1 has begun anew with another journal since this one was in use, so this one votes for nothing: "
            + "put that one back, or delete this one and start again to rejoin", english);
        Assert.StartsWith("sz-1 已用另一份日志重新加入", chinese, StringComparison.Ordinal);
        Assert.Equal(cause, Words(outdated.Silent(9_000, "sg-1", "sz-2", "sg-2")).Cause);
    }

    private static StallFacts Rejoining(string[] voters) => Healthy with
    {
        Mode = NodeMode.Rejoining,
        LastCommitMs = StallWorld.Now - 60_000,
        Peers = [.. Healthy.Peers.Select(p => p with { Votes = voters.Contains(p.Name) })],
    };

    private static (string English, string Chinese, StallCause Cause) Words(StallFacts facts)
    {
        StatusResponse status = StallWorld.Status(facts);
        return (StallWords.English(status), StallWords.Chinese(status), status.StallCause);
    }
}
