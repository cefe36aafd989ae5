using Ledger.Client.Logs;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Checkpoints;
using Ledger.Protocol.Encoding;
using Ledger.Storage.Devices;
using Ledger.Storage.Records;

namespace Ledger.Node.Witness;

/// <summary>Cosigns the checkpoints of one log, each a continuation of the one before, and remembers the last durably.</summary>
/// <remarks>
/// c2sp.org/tlog-witness. One request at a time from the first check to the durable record, so that two that race never take it back. A
/// log of many signers is believed by the policy's quorum, not by one signer: else a single liar could have the witness cosign what the
/// others never committed, and it would refuse the true log for ever after.
/// </remarks>
public sealed class WitnessBook
{
    private const string FileName = "checkpoint";

    private readonly Lock _gate = new();
    private readonly LogTrust _trust;
    private readonly ISigner _signer;
    private readonly IDirectory _directory;
    private readonly Func<ulong> _nowSeconds;
    private SeenCheckpoint? _last;

    /// <param name="trust">Which log, and who must have signed it.</param>
    /// <param name="signer">Cosigns; Ed25519 or SM2.</param>
    /// <param name="name">What the witness is called.</param>
    /// <param name="directory">Where the last checkpoint is kept; nothing else may write there.</param>
    /// <param name="nowSeconds">Since 1970.</param>
    /// <exception cref="LogException">The record is damaged or not believed: a witness never begins anew.</exception>
    public WitnessBook(LogTrust trust, ISigner signer, string name, IDirectory directory, Func<ulong> nowSeconds)
    {
        (_trust, _signer, _directory, _nowSeconds) = (trust, signer, directory, nowSeconds);
        NoteKeyType type = signer.Suite == SuiteId.Sm2 ? NoteKeyType.Sm2Cosignature : NoteKeyType.Ed25519Cosignature;
        Key = NoteKey.Of(name, type, signer.PublicKey.Span);
        _last = directory.Exists(FileName) ? trust.Believe(Kept(), directory.PathOf(FileName)) : null;
    }

    public NoteKey Key { get; }

    /// <summary>The log it witnesses.</summary>
    public string Origin => _trust.Origin;

    /// <summary>The last cosigned checkpoint with the log's lines and the witness's own; null before the first.</summary>
    public SignedNote? Last
    {
        get
        {
            lock (_gate)
            {
                return _last?.Note;
            }
        }
    }

    /// <summary>Answers one request, in the order of the specification's checks.</summary>
    public WitnessAnswer Add(ReadOnlySpan<byte> body)
    {
        if (AddCheckpoint.TryDecode(body, out AddCheckpoint? request) is not DecodeFault.None and var fault)
        {
            return WitnessAnswer.BadRequest($"{fault}");
        }

        PolicyVerdict verdict = _trust.Judge(request!.Note);
        return verdict.Fault switch
        {
            PolicyFault.None => Continue(request, new SeenCheckpoint(verdict.Checkpoint!, request.Note, verdict)),
            PolicyFault.WrongOrigin => WitnessAnswer.UnknownLog,
            PolicyFault.NotACheckpoint => WitnessAnswer.BadRequest("extension lines"),
            _ => WitnessAnswer.Forbidden($"{verdict.Fault}"),
        };
    }

    private WitnessAnswer Continue(AddCheckpoint request, SeenCheckpoint next)
    {
        if (request.OldSize > next.Head.Size)
        {
            return WitnessAnswer.BadRequest("the old size is above the new one");
        }

        lock (_gate)
        {
            return request.OldSize != (_last?.Head.Size ?? 0) ? WitnessAnswer.Conflict(_last?.Head.Size ?? 0)
                : IsConsistent(request, next.Head) ? Cosign(next)
                : WitnessAnswer.Inconsistent;
        }
    }

    private bool IsConsistent(AddCheckpoint request, Checkpoint next)
        => (next.Size > 0 || next.Root == _trust.Hash.EmptyTree)
            && _trust.Hash.IsConsistent(
                request.OldSize, request.OldSize == 0 ? _trust.Hash.EmptyTree : _last!.Head.Root, next.Size, next.Root, [.. request.Proof]);

    private WitnessAnswer Cosign(SeenCheckpoint next)
    {
        NoteSignature line = Cosignature.Sign(_signer, Key, next.Note.Text, _nowSeconds());
        SignedNote note = next.Note with { Signatures = [.. next.Note.Signatures.Where(s => !s.IsOf(Key)), line] };
        byte[] bytes = note.Encode();
        if (bytes.Length > SignedNote.MaximumBytes || note.Signatures.Count > SignedNote.MaximumSignatures)
        {
            return WitnessAnswer.BadRequest("too many signatures to add one");
        }

        _directory.Replace(FileName, 0, file => file.Write(0, bytes));
        _last = next with { Note = note };
        return WitnessAnswer.Cosigned(line.ToLine());
    }

    private byte[] Kept()
    {
        using IDevice file = _directory.Open(FileName);
        byte[] bytes = new byte[Math.Min(file.Length, SignedNote.MaximumBytes + 1)];
        file.Read(0, bytes);
        return bytes;
    }
}
