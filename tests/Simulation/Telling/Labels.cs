using Ledger.Cryptography.Hashing;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Messages;

namespace Ledger.Simulation.Telling;

/// <summary>Short names for what has a hash: the first block seen at height 2 is B2, its rival B2', the next B2''.</summary>
/// <remarks>Hashes change with every change of an encoding; names stay, and can be read.</remarks>
public sealed class Labels
{
    private readonly Dictionary<Digest, string> _names = [];
    private readonly Dictionary<string, Block> _blocks = [];
    private readonly Dictionary<Digest, string> _transactions = [];
    private readonly Dictionary<string, Digest> _submitted = [];
    private readonly Dictionary<Digest, string> _batches = [];

    public string Name(Block block)
    {
        if (!_names.TryGetValue(block.Hash, out string? name))
        {
            name = $"B{block.Height}";
            while (_blocks.ContainsKey(name))
            {
                name += "'";
            }

            Name(name, block);
        }

        return name;
    }

    public void Name(string name, Block block)
    {
        _names.Add(block.Hash, name);
        _blocks.Add(name, block);
    }

    public string NameOf(Digest hash) => hash.IsZero ? "their head" : _names.GetValueOrDefault(hash, "an unknown block");

    public Block? Find(string name) => _blocks.GetValueOrDefault(name);

    public void Submitted(string name, Digest transaction)
    {
        _submitted[name] = transaction;
        _transactions[transaction] = name;
    }

    public Digest? Transaction(string name) => _submitted.TryGetValue(name, out Digest id) ? id : null;

    public string Name(Batch batch)
        => _batches[batch.Digest] = string.Join('+', batch.Transactions.Select(
            t => _transactions.GetValueOrDefault(t.Transaction.Id, "unknown")));

    public string NameOfBatch(Digest batch) => _batches.GetValueOrDefault(batch, "a batch nobody has");

    /// <summary>The block or batch that a message is about; empty when it is about none.</summary>
    public string Subject(Message? message)
        => message switch
        {
            PrePrepare m => Name(m.Block),
            Vote m => NameOf(m.Block.Sha256),
            BatchMessage m => Name(m.Batch),
            _ => "",
        };
}
