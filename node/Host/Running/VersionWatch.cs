using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;

namespace Ledger.Node.Running;

/// <summary>Says at which height another protocol version begins, as soon as the chain knows.</summary>
/// <remarks>Before a program without it stops there. On the engine's thread.</remarks>
public sealed class VersionWatch(NodeLog log) : ICommitListener
{
    private LedgerEngine? _engine;
    private EpochConfiguration? _seen;

    /// <summary>The engine is there and does not run yet.</summary>
    public void Begin(LedgerEngine engine)
    {
        _engine = engine;
        Look();
    }

    public void OnCommitted(CommittedEvent committed) => Look();

    private void Look()
    {
        if (_engine?.State.Governance is not { Next: { } next } now || ReferenceEquals(next, _seen))
        {
            return;
        }

        _seen = next;
        if (next.Parameters.ProtocolVersion != now.Epoch.Parameters.ProtocolVersion)
        {
            Tell(next, ProtocolVersions.OfThisProgram);
        }
    }

    private void Tell(EpochConfiguration next, ProtocolVersions supported)
    {
        if (supported.Include(next.Parameters.ProtocolVersion))
        {
            log.Info("protocol.scheduled", ("version", next.Parameters.ProtocolVersion), ("height", next.Start));
        }
        else
        {
            UnsupportedProtocolException old = new(next, supported);
            log.Warn(
                "protocol.scheduled", ("version", old.Version), ("height", old.Start), ("program", $"{supported}"),
                ("what", "this program stops there"), ("remedy", ProtocolRemedy.Of(old)));
        }
    }
}
