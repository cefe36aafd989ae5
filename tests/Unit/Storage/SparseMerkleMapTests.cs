using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Merkle;
using Ledger.Storage.State;

namespace Ledger.Tests.Unit.Storage;

/// <summary>Holds <see cref="SparseMerkleMap"/> to its definition, computed here from the sorted entries.</summary>
public sealed class SparseMerkleMapTests
{
    [Fact]
    public void An_empty_map_has_the_zero_root_and_finds_nothing()
    {
        Assert.Equal(Digest.Zero, SparseMerkleMap.Empty.Root);
        Assert.Equal(0, SparseMerkleMap.Empty.Count);
        Assert.Null(SparseMerkleMap.Empty.Find(Sha256.Hash("a"u8)));
        Assert.Equal(Digest.Zero, SparseMerkleMap.Empty.Apply([new MapChange(Sha256.Hash("a"u8), null)]).Root);
    }

    [Fact]
    public void A_lone_entry_is_its_leaf_at_the_root()
    {
        Digest path = Sha256.Hash("path"u8);
        Digest value = Sha256.Hash("value"u8);

        SparseMerkleMap map = SparseMerkleMap.Empty.Apply([new MapChange(path, value)]);

        Assert.Equal(Sha256.Hash([0, .. path.ToArray(), .. value.ToArray()]), map.Root);
    }

    [Fact]
    public void After_any_batches_of_changes_the_root_is_that_of_the_entries_left()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Seeded seeded = new(seed);
            Digest[] paths = Paths(seeded);
            SparseMerkleMap map = SparseMerkleMap.Empty;
            SortedDictionary<Digest, Digest> entries = [];
            for (int batch = 0; batch < 12; batch++)
            {
                MapChange[] changes = Changes(seeded, paths);
                map = map.Apply(changes);
                Put(entries, changes);
                Equal(entries, map, paths);
            }
        }
    }

    [Fact]
    public void Every_entry_and_no_other_value_is_proven_against_the_root_by_whoever_has_no_map()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Seeded seeded = new(seed);
            (byte[] Key, byte[] Value)[] entries =
                [.. Enumerable.Range(0, 1 + seeded.Choose(60)).Select(i => (new[] { (byte)i }, seeded.Bytes(9)))];
            SparseMerkleMap map = SparseMerkleMap.Empty.Apply(
                entries.Select(e => new MapChange(SparseMerkleMap.PathOf(e.Key), Sha256.Hash(e.Value))));
            foreach ((byte[] key, byte[] value) in entries)
            {
                MapProof proof = new(map.Prove(SparseMerkleMap.PathOf(key))!);
                Assert.Equal(map.Root, proof.RootFrom(key, value));
                Assert.NotEqual(map.Root, proof.RootFrom(key, [.. value, 0]));
                Assert.NotEqual(map.Root, proof.RootFrom([.. key, 0], value));
                Assert.All(Enumerable.Range(0, proof.Siblings.Count), i => Assert.NotEqual(
                    map.Root, new MapProof([.. proof.Siblings.Index().Where(s => s.Index != i).Select(s => s.Item)]).RootFrom(key, value)));
            }

            Assert.Null(map.Prove(SparseMerkleMap.PathOf([200])));
        }
    }

    [Fact]
    public void The_root_hangs_on_the_content_alone_and_never_on_its_history()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Seeded seeded = new(seed);
            Digest[] paths = Paths(seeded);
            MapChange[] all = [.. paths.Select(p => new MapChange(p, new Digest(seeded.Bytes(32))))];

            SparseMerkleMap atOnce = SparseMerkleMap.Empty.Apply(all);
            SparseMerkleMap oneByOne = all.Reverse().Aggregate(SparseMerkleMap.Empty, (m, c) => m.Apply([c]));
            SparseMerkleMap detour = oneByOne
                .Apply(paths.Where(_ => seeded.Choose(2) == 0).Select(p => new MapChange(p, null)))
                .Apply(Changes(seeded, paths))
                .Apply(all);

            Assert.Equal(atOnce.Root, oneByOne.Root);
            Assert.Equal(atOnce.Root, detour.Root);
            Assert.Equal(atOnce.Count, detour.Count);
        }
    }

    [Fact]
    public void A_new_version_leaves_the_old_ones_as_they_were()
    {
        Seeded seeded = new(7);
        Digest[] paths = Paths(seeded);
        List<(SparseMerkleMap Map, SortedDictionary<Digest, Digest> Entries)> versions = [(SparseMerkleMap.Empty, [])];
        for (int i = 0; i < 60; i++)
        {
            (SparseMerkleMap map, SortedDictionary<Digest, Digest> entries) = versions[seeded.Choose(versions.Count)];
            MapChange[] changes = Changes(seeded, paths);
            SortedDictionary<Digest, Digest> next = new(entries);
            Put(next, changes);
            versions.Add((map.Apply(changes), next));
        }

        Assert.All(versions, v => Equal(v.Entries, v.Map, paths));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(255)]
    public void Paths_that_part_at_the_last_moment_stand_apart_and_rise_again_when_alone(int firstDifferentBit)
    {
        Digest one = Sha256.Hash("one"u8);
        Digest other = Flip(one, firstDifferentBit);
        Digest value = Sha256.Hash("value"u8);

        SparseMerkleMap both = SparseMerkleMap.Empty.Apply([new MapChange(one, value), new MapChange(other, value)]);
        SparseMerkleMap alone = both.Apply([new MapChange(other, null)]);

        Assert.Equal(Naive([new(one, value), new(other, value)]), both.Root);
        Assert.Equal(SparseMerkleMap.Empty.Apply([new MapChange(one, value)]).Root, alone.Root);
        Assert.Null(alone.Find(other));
    }

    [Fact]
    public void A_changed_value_a_changed_path_and_a_missing_entry_each_change_the_root()
    {
        Seeded seeded = new(3);
        MapChange[] entries = [.. Paths(seeded).Select(p => new MapChange(p, new Digest(seeded.Bytes(32))))];
        SparseMerkleMap map = SparseMerkleMap.Empty.Apply(entries);
        MapChange one = entries[5];

        Assert.NotEqual(map.Root, map.Apply([one with { ValueHash = Flip(one.ValueHash!.Value, 255) }]).Root);
        Assert.NotEqual(map.Root, map.Apply([one with { ValueHash = null }]).Root);
        Assert.NotEqual(
            map.Root, map.Apply([one with { ValueHash = null }, one with { Path = Flip(one.Path, 255) }]).Root);
        Assert.Equal(map.Root, map.Apply([one]).Root);
    }

    [Fact]
    public void The_last_change_of_a_path_in_a_batch_wins()
    {
        Digest path = Sha256.Hash("path"u8);
        Digest value = Sha256.Hash("value"u8);

        SparseMerkleMap set = SparseMerkleMap.Empty.Apply([new MapChange(path, null), new MapChange(path, value)]);
        SparseMerkleMap unset = SparseMerkleMap.Empty.Apply([new MapChange(path, value), new MapChange(path, null)]);

        Assert.Equal(value, set.Find(path));
        Assert.Equal(Digest.Zero, unset.Root);
        Assert.Equal(0, unset.Count);
    }

    /// <summary>The definition: zero for nothing, the leaf for one entry, else a hash of both halves by the next bit.</summary>
    private static Digest Naive(List<KeyValuePair<Digest, Digest>> entries, int depth = 0)
    {
        if (entries.Count == 0)
        {
            return Digest.Zero;
        }

        if (entries.Count == 1)
        {
            return Sha256.Hash([0, .. entries[0].Key.ToArray(), .. entries[0].Value.ToArray()]);
        }

        Digest left = Naive([.. entries.Where(e => !BitOf(e.Key, depth))], depth + 1);
        Digest right = Naive([.. entries.Where(e => BitOf(e.Key, depth))], depth + 1);
        return Sha256.Hash([1, .. left.ToArray(), .. right.ToArray()]);
    }

    private static bool BitOf(Digest path, int index) => (path.ToArray()[index / 8] >> (7 - (index % 8)) & 1) != 0;

    private static Digest Flip(Digest digest, int bit)
    {
        byte[] bytes = digest.ToArray();
        bytes[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        return new Digest(bytes);
    }

    /// <summary>Some at random, and neighbours of theirs that share a long prefix.</summary>
    private static Digest[] Paths(Seeded seeded)
    {
        List<Digest> paths = [];
        for (int i = 0; i < 12; i++)
        {
            paths.Add(new Digest(seeded.Bytes(32)));
            paths.Add(Flip(paths[seeded.Choose(paths.Count)], seeded.Choose(256)));
        }

        return [.. paths.Distinct()];
    }

    private static MapChange[] Changes(Seeded seeded, Digest[] paths)
        => [.. Enumerable.Range(0, 1 + seeded.Choose(10)).Select(_ => new MapChange(
            paths[seeded.Choose(paths.Length)], seeded.Choose(3) == 0 ? null : new Digest(seeded.Bytes(32))))];

    private static void Put(SortedDictionary<Digest, Digest> entries, MapChange[] changes)
    {
        foreach (MapChange change in changes)
        {
            entries.Remove(change.Path);
            if (change.ValueHash is { } value)
            {
                entries.Add(change.Path, value);
            }
        }
    }

    private static void Equal(SortedDictionary<Digest, Digest> entries, SparseMerkleMap map, Digest[] paths)
    {
        Assert.Equal(Naive([.. entries]), map.Root);
        Assert.Equal(entries.Count, map.Count);
        Assert.All(paths, p => Assert.Equal(entries.TryGetValue(p, out Digest value) ? value : null, map.Find(p)));
    }
}
