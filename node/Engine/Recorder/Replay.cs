using Ledger.Consensus;
using Ledger.Cryptography.Signatures;
using Ledger.Protocol;
using Ledger.Protocol.Validators;

namespace Ledger.Engine.Recorder;

/// <summary>Runs a tape's inputs through a replica again, and holds what each wants against the recording.</summary>
public static class Replay
{
    /// <summary>How far it went the same way; null for a tape that is not of this chain, or begins with no memory.</summary>
    public static ReplayReport? Run(Tape tape, Genesis genesis)
    {
        RecordedSigner? signer = tape.Follows ? null : SignerOf(tape.Epoch.Validators[tape.Self]);
        ReplicaOptions options = ReplicaOptions.Of(tape.Epoch.Parameters, tape.HeartbeatMs);
        Replica? replica = !IsOf(tape, genesis) ? null : Replica.Recall(options, tape.Epoch, tape.Self, signer, tape.Memory.Span);
        return replica is null ? null : Run(tape, replica, signer);
    }

    /// <summary>Of the genesis' own epoch the configuration must be the genesis'; a later one is believed as it was recorded.</summary>
    public static bool IsOf(Tape tape, Genesis genesis)
        => tape.Epoch.ChainId == genesis.ChainId
            && (tape.Epoch.Number != genesis.Configuration.Number || tape.Epoch.Hash == genesis.Configuration.Hash);

    private static RecordedSigner SignerOf(Validator self) => new(self.Suite, self.PublicKey);

    private static ReplayReport Run(Tape tape, Replica replica, RecordedSigner? signer)
    {
        ReplayReport report = new(tape.Steps.Count, 0, replica.Head.Height, replica.Head.Height, null, null);
        foreach (TapedStep step in tape.Steps)
        {
            EffectList effects = new();
            string? halt = Step(replica, signer, step, effects);
            bool same = step.HasEnded == (halt is null) && signer is not { Left: > 0 }
                && (halt is not null || new StepEffects(effects, default).Digest == step.Effects);
            report = report with { To = replica.Head.Height, Halt = halt };
            if (!same)
            {
                return report with { Difference = step.Input };
            }

            report = report with { Same = report.Same + 1 };
        }

        return report;
    }

    /// <summary>The invariant that the step breaks, as it may have when it was recorded; else null.</summary>
    private static string? Step(Replica replica, RecordedSigner? signer, TapedStep step, EffectList effects)
    {
        foreach (byte[] signature in step.Signatures)
        {
            signer?.Add(signature);
        }

        try
        {
            replica.Step(step.Input, effects);
            return null;
        }
        catch (InvariantBroken broken)
        {
            return broken.Message;
        }
    }
}
