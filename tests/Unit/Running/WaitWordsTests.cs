using Ledger.Client.V1;
using Ledger.Node.Running;

namespace Ledger.Tests.Unit.Running;

/// <summary>What is waited for, the last suspicion and misbehaviour, in both languages.</summary>
public sealed class WaitWordsTests
{
    public static TheoryData<Awaited> AllAwaited => new(Enum.GetValues<Awaited>());

    public static TheoryData<SuspicionReason> AllReasons => new(Enum.GetValues<SuspicionReason>());

    [Theory]
    [MemberData(nameof(AllAwaited))]
    public void Everything_awaited_has_words_and_nothing_has_none(Awaited awaited)
    {
        StatusResponse status = new() { Awaited = awaited, AwaitedHeight = 51, View = 7, AwaitedFrom = { "sg-1", "sz-2" } };

        Assert.Equal(awaited == Awaited.Unspecified, WaitWords.AwaitedInEnglish(status).Length == 0);
        Assert.Equal(awaited == Awaited.Unspecified, WaitWords.AwaitedInChinese(status).Length == 0);
    }

    [Theory]
    [MemberData(nameof(AllReasons))]
    public void Every_reason_has_words_and_none_has_none(SuspicionReason reason)
    {
        StatusResponse status = new() { Suspicion = reason };

        Assert.Equal(reason == SuspicionReason.Unspecified, WaitWords.SuspicionInEnglish(status).Length == 0);
        Assert.Equal(reason == SuspicionReason.Unspecified, WaitWords.SuspicionInChinese(status).Length == 0);
    }

    [Fact]
    public void Who_has_not_been_heard_is_named()
    {
        StatusResponse status = new() { Awaited = Awaited.Commits, AwaitedHeight = 51, AwaitedFrom = { "sg-1", "sz-2" } };

        Assert.Equal("a quorum of Commits at height 51; not heard: sg-1, sz-2", WaitWords.AwaitedInEnglish(status));
        Assert.Equal("高度 51 的足够 Commit 票；尚未收到：sg-1、sz-2", WaitWords.AwaitedInChinese(status));
    }

    [Fact]
    public void A_suspicion_has_its_view_its_reason_and_its_age()
    {
        StatusResponse status = new()
        {
            Suspicion = SuspicionReason.Timeout,
            SuspicionView = 6,
            SuspicionAskedView = 7,
            SuspicionMsAgo = 12_900,
        };

        Assert.Equal(
            "view 6: no progress within its timeout; asked for view 7 12 s ago", WaitWords.SuspicionInEnglish(status));
        Assert.Equal("视图 6：超时无进展；12 秒前请求视图 7", WaitWords.SuspicionInChinese(status));
    }

    [Fact]
    public void Misbehaviour_names_who_what_and_how_often()
        => Assert.Equal(
            "sg-2 TWO_PREPARES, heard 3 times, evidence kept: 1",
            WaitWords.MisbehaviorInEnglish(
                new MisbehaviorStatus { Validator = "sg-2", Kind = MisbehaviorKind.TwoPrepares, Heard = 3, Kept = 1 }));

    /// <summary>The status takes them over by number.</summary>
    [Fact]
    public void The_contract_has_the_replicas_names_under_the_replicas_numbers()
    {
        Assert.Equal(Names<Ledger.Consensus.SuspicionReason>(), Names<SuspicionReason>());
        Assert.Equal(Names<Ledger.Consensus.Awaited>(), Names<Awaited>());
        Assert.Equal(Names<Ledger.Protocol.Evidence.MisbehaviorKind>(), Names<MisbehaviorKind>());
    }

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum
        => Enum.GetValues<T>().Order().Skip(1).Select(v => $"{Convert.ToInt32(v, null)} {v}");
}
