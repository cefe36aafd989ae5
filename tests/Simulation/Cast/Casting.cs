using System.Text.Json;

namespace Ledger.Simulation.Cast;

/// <summary>Who plays what.</summary>
public static class Casting
{
    public static IReadOnlyList<Role> Roles { get; } = Enum.GetValues<Role>();

    /// <summary>Those that a seed's world may have.</summary>
    public static IReadOnlyList<Role> Drawn { get; } = [.. Roles.Where(r => r is not (Role.PatientForger or Role.FalseCosigner))];

    public static Adversary Of(Role role, IStage stage)
        => role switch
        {
            Role.EquivocatingPrimary => new EquivocatingPrimary(stage),
            Role.VoteEquivocator => new VoteEquivocator(stage),
            Role.MutePrimary => new MutePrimary(stage),
            Role.SlowPrimary => new SlowPrimary(stage),
            Role.TwoNewViews => new TwoNewViews(stage),
            Role.ViewSpammer => new ViewSpammer(stage),
            Role.StaleReplayer => new StaleReplayer(stage),
            Role.ViewChangeLiar => new ViewChangeLiar(stage),
            Role.BatchWithholder => new BatchWithholder(stage),
            Role.WrongRootPrimary => new WrongRootPrimary(stage),
            Role.FutureClock => new FutureClock(stage),
            Role.GarbageSender => new GarbageSender(stage),
            Role.CertificateForger => new CertificateForger(stage),
            Role.PastProposer => new PastProposer(stage),
            Role.PieceForger => new PieceForger(stage),
            Role.Twin => new Twin(stage),
            Role.PatientForger => new PatientForger(stage),
            Role.FalseCosigner => new FalseCosigner(stage),
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "nobody plays it"),
        };

    /// <summary>One that plays several: what the first says goes through the hands of the next.</summary>
    public static Adversary Of(IReadOnlyList<Role> roles, IStage stage)
    {
        Adversary last = Of(roles[^1], stage);
        return roles.Count == 1 ? last : new Ensemble(Of([.. roles.SkipLast(1)], new RelayStage(stage, last)), last, stage);
    }

    /// <summary>A role in words, as manifests, stories and command lines name it.</summary>
    public static string WordsOf(Role role)
        => JsonNamingPolicy.KebabCaseLower.ConvertName($"{role}");

    /// <summary>The role of these words; null when there is none.</summary>
    public static Role? Named(string words)
        => Roles.Where(r => WordsOf(r) == words).Select(r => (Role?)r).FirstOrDefault();
}
