using Ledger.Cryptography.Signatures;
using Ledger.Protocol.Blocks;
using Ledger.Protocol.Certificates;
using Ledger.Protocol.Encoding;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Protocol.Messages;

/// <summary>The only way from an <see cref="Envelope"/> to a <see cref="Message"/>: decodes it and checks every signature in it.</summary>
/// <remarks>
/// Stateless, so the edge runs it on as many threads as it likes. A guest signs nothing and hands on nothing that is signed, but for
/// cosignatures: those are anybody's to show (PROTOCOL.md C1).
/// </remarks>
public sealed class MessageOpener(EpochConfiguration epoch, SignatureSuites suites)
{
    private readonly ValidatorSet _set = epoch.Validators;

    public OpenFault TryOpen(Envelope envelope, out Message? message)
    {
        message = null;
        WireReader reader = new(envelope.Bytes.Span);
        Message? read = MessageDecoder.ReadFrame(ref reader, envelope.Bytes);
        if (read is null || reader.Finish() != DecodeFault.None)
        {
            return OpenFault.Malformed;
        }

        bool own = envelope.Epoch == epoch.Number;
        OpenFault fault = IsUnsigned(read) ? CheckUnsigned(read, own)
            : !own ? OpenFault.ForeignEpoch
            : (envelope.From.IsGuest && read is not Cosigned) || !_set.Contains(read.Sender) ? OpenFault.WrongSender
            : CheckSigned(read);
        message = fault != OpenFault.None ? null : IsUnsigned(read) ? read with { Sender = envelope.From } : read;
        return fault;
    }

    /// <summary>What nobody signs says only what the channel's other end says of itself: that is its sender, whatever it claims.</summary>
    private static bool IsUnsigned(Message message)
        => message is Status or FetchBlocks or FetchBatches or BatchMessage or ChainSegment
            or FetchSnapshot or SnapshotOffer or FetchPiece or SnapshotPiece or FetchCosigned;

    /// <summary>Good in any epoch and of any guest, but for certificates, which only their own epoch can check.</summary>
    private OpenFault CheckUnsigned(Message message, bool own)
        => message is not ChainSegment segment ? OpenFault.None
            : own ? CheckSegment(segment)
            : OpenFault.ForeignEpoch;

    private OpenFault CheckSigned(Message message)
        => message switch
        {
            PrePrepare { Block.IsWhole: false } => OpenFault.Inconsistent,
            PrePrepare m => Signed(m, m.Statement, m.Signature),
            Vote m => Signed(m, m.Statement, m.Signature),
            Suspect m => Signed(m, m.Statement, m.Signature),
            ViewChange m => CheckViewChange(m),
            NewView m => CheckNewView(m),
            Cosigned m => m.IsSignedBy(_set[m.Sender], epoch.ChainId, suites) ? OpenFault.None : OpenFault.BadSignature,
            _ => OpenFault.Malformed,
        };

    private OpenFault CheckViewChange(ViewChange change)
    {
        bool kinds = change.HighestCommit is not { IsCommit: false };
        if (!kinds || !IsBelow(change.HighestCommit, change.View) || !IsBelow(change.HighestPrepared, change.View))
        {
            return OpenFault.Inconsistent;
        }

        OpenFault fault = Signed(change, change.Statement, change.Signature);
        return fault != OpenFault.None ? fault
            : Certified(change.HighestCommit) && Certified(change.HighestPrepared) ? OpenFault.None
            : OpenFault.BadCertificate;
    }

    /// <summary>V3: whoever asks for a view has seen no certificate of it or above, and base(v) takes nobody past v.</summary>
    private static bool IsBelow(QuorumCertificate? certificate, View view)
        => certificate is null || certificate.View < view;

    private OpenFault CheckNewView(NewView view)
    {
        bool distinct = view.Signers.Count == view.ViewChanges.Count;
        if (!distinct || view.ViewChanges.Any(c => c.View != view.View || !_set.Contains(c.Sender)))
        {
            return OpenFault.Inconsistent;
        }

        if (!_set.HasQuorum(view.Signers))
        {
            return OpenFault.BadCertificate;
        }

        OpenFault fault = Signed(view, view.Statement, view.Signature);
        for (int i = 0; i < view.ViewChanges.Count && fault == OpenFault.None; i++)
        {
            fault = CheckViewChange(view.ViewChanges[i]);
        }

        return fault;
    }

    private OpenFault CheckSegment(ChainSegment segment)
    {
        if (segment.Chain.Any(block => !block.IsWhole))
        {
            return OpenFault.Inconsistent;
        }

        for (int i = 1; i < segment.Chain.Count; i++)
        {
            if (segment.Chain[i].Parent != segment.Chain[i - 1].Hash)
            {
                return OpenFault.Inconsistent;
            }
        }

        bool certifiesLast = segment.Certificate is not { } certificate
            || (certificate.IsCommit && certificate.Block == segment.Chain[^1].Id);
        return !certifiesLast ? OpenFault.Inconsistent
            : Certified(segment.Certificate) ? OpenFault.None
            : OpenFault.BadCertificate;
    }

    private bool Certified(QuorumCertificate? certificate)
        => certificate is null || certificate.IsValid(epoch, suites);

    private OpenFault Signed(Message message, Statement statement, ReadOnlyMemory<byte> signature)
        => statement.IsSignedBy(_set[message.Sender], epoch.Context, suites, signature.Span)
            ? OpenFault.None
            : OpenFault.BadSignature;
}
