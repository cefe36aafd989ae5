using Ledger.Cryptography.Signatures;
using Ledger.Engine;
using Ledger.Protocol.Numbers;
using Ledger.Protocol.Validators;
using Ledger.Simulation.World;

namespace Ledger.Simulation.Cast;

/// <summary>What an adversary has in its hands: a validator's key and connections, and an honest engine to make use of.</summary>
/// <remarks>
/// Not the other validators' keys: signatures cannot be forged. Simulated, or of a real process. Whatever an adversary does,
/// it does on the engine's thread.
/// </remarks>
public interface IStage
{
    Genesis Genesis { get; }

    ValidatorIndex Self { get; }

    ISigner Signer { get; }

    /// <summary>Null when it has no keys to cosign with.</summary>
    CosigningSigners? Cosigners { get; }

    SeededRandom Random { get; }

    ulong NowMs { get; }

    /// <summary>The engine that runs inside; null while the process is down.</summary>
    LedgerEngine? Engine { get; }

    /// <summary>Puts bytes of any kind on the wire.</summary>
    void Transmit(ValidatorIndex to, TransportLane lane, ReadOnlyMemory<byte> frame);

    /// <summary>Does something after so long, unless the process ends before.</summary>
    void Later(ulong delayMs, Action action);
}
