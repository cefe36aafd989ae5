using Ledger.Consensus;
using Ledger.Engine;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Storage.Devices;
using Ledger.Storage.Journal;
using Ledger.Testnet.Network;

namespace Ledger.Tests.Integration;

/// <summary>
/// What the validators' journals say they promised, over all crashes, and where two of them contradict.
/// </summary>
/// <remarks>
/// Primaries here are honest, so no position has two prepared blocks among all validators either (PROTOCOL.md N2, N7).
/// </remarks>
internal sealed class PromiseLedger(TestNetwork network)
{
    private readonly Dictionary<Position, BlockId> _prepared = [];
    private readonly Dictionary<(int Validator, View View), string> _left = [];
    private readonly List<string> _equivocations = [];

    public IReadOnlyList<string> Equivocations => _equivocations;

    public int Count { get; private set; }

    /// <summary>
    /// Reads the journals of all validators, none of which may run; copies are read, as reading repairs.
    /// </summary>
    public void Read()
    {
        for (int validator = 0; validator < network.Nodes.Count; validator++)
        {
            foreach (byte[] record in Records(validator))
            {
                Take(validator, record);
            }
        }
    }

    /// <summary>Takes one journal record: a u32 count of promises, then each.</summary>
    public void Take(int validator, byte[] record)
    {
        WireReader reader = new(record);
        int count = reader.Count(int.MaxValue);
        for (int i = 0; i < count && Promise.Read(ref reader) is { } promise; i++)
        {
            Take(validator, promise);
        }

        Assert.Equal(DecodeFault.None, reader.Finish());
    }

    private void Take(int validator, Promise promise)
    {
        Count++;
        if (promise is Promise.Prepared prepared)
        {
            Agree(_prepared, prepared.Position, prepared.Block);
        }
        else if (promise is Promise.Left left)
        {
            Agree(_left, (validator, left.ViewChange.View), Convert.ToHexStringLower(left.ViewChange.Encode()));
        }
    }

    private void Agree<TKey, TValue>(Dictionary<TKey, TValue> said, TKey key, TValue value)
        where TKey : notnull
        where TValue : notnull
    {
        if (said.TryGetValue(key, out TValue? earlier) && !earlier.Equals(value))
        {
            _equivocations.Add($"{key}: {earlier} and {value}");
        }

        said[key] = value;
    }

    private IReadOnlyList<byte[]> Records(int validator)
    {
        string copy = Directory.CreateTempSubdirectory("ledger-journal-").FullName;
        try
        {
            foreach (string file in Directory.EnumerateFiles(network.Nodes[validator].JournalFolder))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            JournalIdentity identity = EngineSetup.JournalOwner(network.Genesis.ChainId, network.Nodes[validator].Name);
            using Journal journal = Journal.Open(new FileDirectory(copy), identity, () => []);
            return journal.Recovered;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
