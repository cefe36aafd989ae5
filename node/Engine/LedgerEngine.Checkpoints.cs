using Ledger.Consensus;
using Ledger.Engine.Checkpoints;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Messages;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Storage.Blocks;

namespace Ledger.Engine;

/// <summary>C1: cosigning what is final and durable, off the path of votes, and publishing what a quorum has cosigned.</summary>
public sealed partial class LedgerEngine
{
    private CheckpointFile? _checkpointFile;
    private CheckpointBook? _book;
    private CosigningDuty? _cosigning;
    private CosignedFetcher? _cosignedFetcher;
    private PublishedCheckpoint? _told;
    private (Height Height, BlockHeader Header)? _lastRead;

    /// <summary>The newest checkpoint that a jurisdiction quorum has cosigned; null while its leaves are not all here.</summary>
    public PublishedCheckpoint? Published => _book?.Published is { } published && published.Size <= State.Log.Size ? published : null;

    /// <summary>When this node cosigns or asks for cosignatures though nothing arrives; null when never.</summary>
    private ulong? CheckpointsDueMs => Earliest(_cosigning?.DueMs, _cosignedFetcher?.DueMs);

    /// <summary>What this validator cosigned last in its epoch and its life.</summary>
    public Cosigned? LastCosigned => _cosigning?.Last;

    /// <summary>What was cosigned in the epoch that is over counts no more, but for what is published (E2).</summary>
    private void BeginCheckpoints(EpochConfiguration epoch)
    {
        if (_setup.Cosigning is not { } setup)
        {
            return;
        }

        _lastRead = null; // a snapshot may have brought other blocks
        if (_checkpointFile is null)
        {
            _checkpointFile = new CheckpointFile(setup.Folder, _setup.Genesis.ChainId);
            _told = _checkpointFile.Read(_setup.Suites);
        }

        PublishedCheckpoint? published = _book?.Published ?? _told;
        _book = new CheckpointBook(epoch, published, HeaderAt);
        _cosigning = new CosigningDuty(epoch, setup.Keys, HeaderAt(State.Block.Height), FloorOf(published, epoch, setup));
        _cosignedFetcher = new CosignedFetcher();
    }

    private static (ulong Size, bool IsOwn) FloorOf(PublishedCheckpoint? published, EpochConfiguration epoch, CosigningSetup setup)
        => published is null ? default
            : (published.Size, published.Epoch.Number == epoch.Number
                && published.Lines.Any(l => setup.Keys.Any(epoch.Validators[l.Sender].CosigningKeys.AreOf)));

    private BlockHeader? HeaderAt(Height height)
    {
        bool isHere = height > Height.Genesis && height <= State.Block.Height && height <= _parts.Chain.Head && _sync is null;
        if (!isHere)
        {
            return null;
        }

        _lastRead = _lastRead?.Height == height ? _lastRead : (height, _parts.Chain.Read(height).Block.Header);
        return _lastRead?.Header;
    }

    private void NoteFinal(BlockHeader header, ulong parentMs)
    {
        _lastRead = (header.Height, header);
        _cosigning?.Note(header, parentMs, _nowMs);
    }

    private void Take(Cosigned said, Epoch epoch)
    {
        if (_book is null || epoch != Epoch.Number)
        {
            return;
        }

        Counters.Count(_book.Take(said));
    }

    /// <summary>What is published is handed on from when it is durable, and in its own epoch, where others can count it.</summary>
    private void Answer(FetchCosigned asked, Epoch epoch)
    {
        if (_book is null || epoch != Epoch.Number || !_answers.Allows(asked.Sender, _nowMs))
        {
            return;
        }

        foreach (Cosigned line in CosignedServer.Answer(asked, Self, LastCosigned, IsOfEpoch(_told) ? _told : null))
        {
            SendAnswer(asked.Sender, TransportLane.Votes, line);
        }
    }

    private bool IsOfEpoch(PublishedCheckpoint? published) => published?.Epoch.Number == Epoch.Number;

    /// <summary>After what was committed is adopted: the block is durable first, then it is cosigned, then that leaves.</summary>
    private void Cosign()
    {
        if (_book is null || _cosigning is null)
        {
            return;
        }

        if (_cosigning.Next(_nowMs, Replica.Follows || Replica.Decided is not null) is { } header)
        {
            FlushUpTo(header.Height);
            Cosigned made = _cosigning.Sign(header);
            Broadcast(made);
            Counters.Count(_book.Take(made));
        }

        _book.Advance();
        Publish(_book);
        FetchCosigned(_book.Published);
    }

    /// <summary>A member asks all others, since each says its own; a node outside the set one of those it is connected to.</summary>
    private void FetchCosigned(PublishedCheckpoint? published)
    {
        ulong? logSize = State.Block.Height > Height.Genesis ? State.Log.Size : null;
        if (_cosignedFetcher!.Next(_nowMs, logSize, IsOfEpoch(published) ? published!.Size : null) is not { } ask)
        {
            return;
        }

        if (IsMember)
        {
            Broadcast(ask);
        }
        else if (_epoch.Sources.Next() is { } source)
        {
            _transport.Send(source, TransportLane.Votes, ask.ToFrame(Epoch.Number));
        }
    }

    /// <summary>What recovery may cut is not durable: the head has its certificate, so all of the log is made so.</summary>
    private void FlushUpTo(Height height)
    {
        BlockLog log = _parts.Stores.Blocks;
        if (log.DurableHead >= height.Value && log.DurableHead == log.Head)
        {
            return;
        }

        log.Flush();
        if (log.DurableHead > _logged)
        {
            _logged = log.DurableHead;
            _afterAdoption.Add(new Input.Logged(new Height(_logged)));
        }
    }

    /// <summary>Durable before anybody is told, and its blocks too: whoever was shown a size is never shown a smaller one.</summary>
    /// <remarks>Who did not cosign it itself, a node outside the set among them, may have flushed nothing of it yet.</remarks>
    private void Publish(CheckpointBook book)
    {
        while (book.Contradictions.TryDequeue(out CheckpointContradiction? contradiction))
        {
            _listener.OnContradiction(contradiction);
        }

        if (book.Published is not { } published || ReferenceEquals(published, _told))
        {
            return;
        }

        if (published.Size != _told?.Size || published.Epoch.Number != _told.Epoch.Number)
        {
            FlushUpTo(published.Height);
            _checkpointFile!.Write(published);
            Counters.Checkpointed++;
        }

        _told = published;
        _listener.OnCheckpoint(published);
    }
}
