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
    private PublishedCheckpoint? _told;
    private (Height Height, BlockHeader Header)? _lastRead;
    private readonly Dictionary<ValidatorIndex, ulong> _toldAgainMs = [];

    /// <summary>The newest checkpoint that a jurisdiction quorum has cosigned; null while its leaves are not all here.</summary>
    public PublishedCheckpoint? Published => _book?.Published is { } published && published.Size <= State.Log.Size ? published : null;

    /// <summary>What this validator cosigned last in its epoch and its life.</summary>
    public Cosigned? LastCosigned => _cosigning?.Last;

    /// <summary>What was cosigned in the epoch that is over counts no more, but for what is published (E2).</summary>
    private void BeginCheckpoints(EpochConfiguration epoch)
    {
        if (_setup.Cosigning is not { } setup)
        {
            return;
        }

        _toldAgainMs.Clear();
        _lastRead = null; // a snapshot may have brought other blocks
        if (_checkpointFile is null)
        {
            _checkpointFile = new CheckpointFile(setup.Folder, _setup.Genesis.ChainId);
            _told = _checkpointFile.Read(_setup.Suites);
        }

        PublishedCheckpoint? published = _book?.Published ?? _told;
        _book = new CheckpointBook(epoch, published, HeaderAt);
        _cosigning = new CosigningDuty(epoch, setup.Keys, HeaderAt(State.Block.Height), FloorOf(published, epoch, setup));
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

        CosignedVerdict verdict = _book.Take(said);
        Counters.Count(verdict);
        if (verdict == CosignedVerdict.Known && said.Sender != Self)
        {
            TellAgain(said.Sender);
        }
    }

    /// <summary>Whoever says it twice lacks a quorum.</summary>
    /// <remarks>Once in 2 s for each validator: an answer is something said twice, too, and two would answer each other for ever.</remarks>
    private void TellAgain(ValidatorIndex peer)
    {
        Cosigned? own = LastCosigned ?? (_book?.Published is { } published && published.Epoch.Number == Epoch.Number
            ? published.LineOf(Self) : null);
        bool isDue = !_toldAgainMs.TryGetValue(peer, out ulong toldMs) || _nowMs >= toldMs + CosigningDuty.RepeatMs;
        if (own is not null && isDue && _answers.Allows(peer, _nowMs))
        {
            _toldAgainMs[peer] = _nowMs;
            SendAnswer(peer, TransportLane.Votes, own);
        }
    }

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
            Cosigned made = _cosigning.Sign(header, _nowMs);
            Broadcast(made);
            Counters.Count(_book.Take(made));
        }

        _book.Advance();
        Publish(_book);
        if (_cosigning.Repeat(_nowMs, _book.Published?.Size) is { } again)
        {
            Broadcast(again);
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

    /// <summary>Durable before anybody is told: whoever was shown a size is never shown a smaller one.</summary>
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
            _checkpointFile!.Write(published);
            Counters.Checkpointed++;
        }

        _told = published;
        _listener.OnCheckpoint(published);
    }
}
