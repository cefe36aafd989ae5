using Ledger.Client.StatusLists;

namespace Ledger.Tests.Interop.StatusLists;

/// <summary>Bitstring status lists as npm @digitalbazaar/bitstring has them, both ways.</summary>
public sealed class StatusListTests
{
    private const ulong Number = 3;

    [Fact]
    public async Task Ten_thousand_random_bits_are_the_same_in_both_and_either_reads_the_others_list()
    {
        Random random = new(20_261_123);
        int[] places = [.. Enumerable.Range(0, 10_000).Select(_ => random.Next(BitstringStatusList.Entries))];
        HashSet<int> set = [.. places.Where(_ => random.Next(2) == 0)];
        string encoded = new BitstringStatusList(
            Number, set.Select(place => (Number * BitstringStatusList.Entries) + (ulong)place)).Encode();

        Answer answer = await NodeProgram.RunAsync<Answer>("statuslist.mjs", new { EncodedList = encoded, Places = places });

        Assert.Equal(places.Select(set.Contains), answer.Statuses);
        Assert.Equal(StatusListFault.None, BitstringStatusList.TryDecode(answer.EncodedList, out BitstringStatusList? theirs));
        HashSet<int> all = [.. places];
        Assert.DoesNotContain(Enumerable.Range(0, BitstringStatusList.Entries), place => all.Contains(place) != theirs![place]);
    }

    private sealed record Answer(bool[] Statuses, string EncodedList);
}
