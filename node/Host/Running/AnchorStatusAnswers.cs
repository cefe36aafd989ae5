using Google.Protobuf;
using Ledger.Client.V1;
using Ledger.Cryptography.Hashing;
using Ledger.Engine;
using Ledger.Engine.Execution;
using Ledger.Engine.Receipts;
using Ledger.Protocol.Receipts;

namespace Ledger.Node.Running;

/// <summary>What the engine's state says of commitments' statuses (A1).</summary>
internal static class AnchorStatusAnswers
{
    public static GetAnchorStatusResponse Of(LedgerEngine engine, uint issuer, Digest commitment)
    {
        StatusProof? proof = StatusProver.Prove(engine.State, engine.Chain, issuer, commitment);
        return new GetAnchorStatusResponse
        {
            Status = StatusOf(engine, issuer, commitment),
            Proof = UnsafeByteOperations.UnsafeWrap(proof?.Encode()),
            Height = engine.State.Block.Height.Value,
            TimeUnixMs = engine.State.TimeMs,
        };
    }

    /// <summary>As the head has it; active where its issuer never said anything.</summary>
    public static AnchorStatus StatusOf(LedgerEngine engine, uint issuer, Digest commitment)
        => (AnchorStatus)(StatusBook.Find(engine.State.Map, issuer, commitment)?.Status ?? Protocol.Statuses.AnchorStatus.Active);
}
