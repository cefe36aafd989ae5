using Ledger.Consensus.NormalCase;
using Ledger.Cryptography.Hashing;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Consensus;

/// <summary>All that a replica has in memory, as bytes: where a recording of its inputs begins.</summary>
/// <remarks>
/// Not a promise and not a way to restart: a process that ends forgets this on purpose and resumes from its journal. Read back
/// only to run recorded inputs again; the bytes are this program version's own. A test holds the list of fields to the class.
/// </remarks>
public sealed partial class Replica
{
    public byte[] Remember()
    {
        WireWriter writer = new(64 * 1024);
        writer.Height(Head.Height).Digest(Head.Block.Sha256).Digest(Head.Block.Sm3);
        QuorumCertificate.WriteOptional(writer, Head.Certificate);
        writer.Block(_durable.Encode());
        WriteView(writer);
        _timeout.Write(writer);
        _asks.Write(writer);
        _tree.Write(writer);
        _votes.Write(writer);
        MemoryCodec.WriteMessages(writer, _proposals.Values);
        MemoryCodec.WriteMessages(writer, _prepares.Values);
        MemoryCodec.WriteMessages(writer, _commits.Values);
        MemoryCodec.WriteMessages(writer, _lastCommits);
        Array.ForEach(_held, slots => MemoryCodec.WriteMessages(writer, slots));
        WriteSettled(writer);
        return writer.ToArray();
    }

    /// <summary>The replica that had this in its memory; null when the bytes are not such.</summary>
    public static Replica? Recall(
        ReplicaOptions options, EpochConfiguration epoch, ValidatorIndex self, ISigner? signer, ReadOnlySpan<byte> memory)
    {
        WireReader reader = new(memory);
        ChainHead head = new(
            reader.Height(), new BlockId(reader.Digest(), reader.Digest()), QuorumCertificate.ReadOptional(ref reader));
        Replica replica = new(options, epoch, self, signer, new DurableState(), head);
        reader.Require(replica._durable.TryApplyRecord(reader.Block(MemoryCodec.MaximumBytes)), DecodeFault.NotCanonical);
        replica.Load(ref reader);
        return reader.Finish() == DecodeFault.None ? replica : null;
    }

    private void Load(ref WireReader reader)
    {
        ReadView(ref reader);
        _timeout.Read(ref reader);
        _asks.Read(ref reader);
        _tree.Read(ref reader);
        _votes.Read(ref reader);
        MemoryCodec.ReadMessages<PrePrepare>(ref reader, _set).ForEach(p => _proposals[p.Block.Height] = p);
        MemoryCodec.ReadMessages<Vote>(ref reader, _set).ForEach(v => _prepares[v.Height] = v);
        MemoryCodec.ReadMessages<Vote>(ref reader, _set).ForEach(v => _commits[v.Height] = v);
        MemoryCodec.ReadMessages<Vote>(ref reader, _set).ForEach(v => _lastCommits[v.Sender.Value] = v);
        foreach (Queue<Message> slots in _held)
        {
            MemoryCodec.ReadMessages<Message>(ref reader, _set).ForEach(slots.Enqueue);
        }

        ReadSettled(ref reader);
    }

    private void WriteView(WireWriter writer)
    {
        writer.Height(_logged).Bool(IsOver).View(_view).Bool(_participating);
        MemoryCodec.WriteOptional(writer, _base);
        MemoryCodec.WriteMessages(writer, [_newView]);
        writer.Bool(_mayPropose is not null).View(_mayPropose ?? View.Zero);
        MemoryCodec.WriteOptional(writer, _tip);
        QuorumCertificate.WriteOptional(writer, _decided);
        writer.Bool(_workHeld).Bool(_timerRunning).Bool(_progress).Bool(_resumedWaiting);
    }

    private void ReadView(ref WireReader reader)
    {
        (_logged, IsOver) = (reader.Height(), reader.Bool());
        (_view, _participating) = (reader.View(), reader.Bool());
        _base = MemoryCodec.ReadOptional(ref reader);
        _newView = MemoryCodec.ReadMessages<NewView>(ref reader, _set).FirstOrDefault();
        (bool may, View view) = (reader.Bool(), reader.View());
        _mayPropose = may ? view : null;
        _tip = MemoryCodec.ReadOptional(ref reader);
        _decided = QuorumCertificate.ReadOptional(ref reader);
        (_workHeld, _timerRunning, _progress, _resumedWaiting) = (reader.Bool(), reader.Bool(), reader.Bool(), reader.Bool());
    }

    private void WriteSettled(WireWriter writer)
    {
        writer.U32((uint)_certified.Count);
        foreach ((Height height, Digest hash) in _certified)
        {
            writer.Height(height).Digest(hash);
        }

        writer.U32((uint)_commitCertificates.Count);
        foreach (QuorumCertificate certificate in _commitCertificates.Values)
        {
            certificate.Write(writer);
        }

        writer.U32((uint)_wanted.Count);
        foreach (Digest hash in _wanted.Order())
        {
            writer.Digest(hash);
        }

        writer.U32((uint)_askedPeers);
    }

    private void ReadSettled(ref WireReader reader)
    {
        for (int left = MemoryCodec.Count(ref reader); left > 0; left--)
        {
            Height height = reader.Height();
            _certified[height] = reader.Digest();
        }

        for (int left = MemoryCodec.Count(ref reader); left > 0; left--)
        {
            QuorumCertificate certificate = QuorumCertificate.Read(ref reader);
            _commitCertificates[certificate.Height] = certificate;
        }

        for (int left = MemoryCodec.Count(ref reader); left > 0; left--)
        {
            _wanted.Add(reader.Digest());
        }

        _askedPeers = (int)reader.U32();
    }
}
